package io.myelin.store.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatchUpTest {

    private final CatchUp catchUp = new CatchUp("orders", 10_000_000);

    @Test
    void it_says_what_is_to_be_done_before_commands_are_taken() {
        assertThat(catchUp.beginning()).contains("10000000 records", "'orders'", "takes no commands before");
    }

    @Test
    void it_says_how_far_it_is_how_fast_and_what_time_is_left() {
        assertThat(catchUp.after(2_500_000, Duration.ofSeconds(25)))
                .isEqualTo(
                        "Reading topic 'orders' into the index: 2500000 of 10000000 records (25 %), 100000 a second, 75 s left.");
    }

    @Test
    void it_does_not_divide_by_nothing() {
        assertThat(catchUp.after(0, Duration.ZERO)).contains("0 of 10000000 records (0 %), 0 a second");
    }
}
