package io.myelin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressStateTest {

    @Test
    void a_line_says_how_much_how_fast_and_how_long_it_will_take() {
        ProgressState state = new ProgressState("Reading", 250_000, 1_000_000, Duration.ofSeconds(2));

        assertThat(state.line()).isEqualTo("Reading:  25 %  250,000 of 1,000,000  125,000/s  6.0 s left");
    }

    @Test
    void at_the_end_it_says_how_long_it_took() {
        ProgressState state = new ProgressState("Reading", 10, 10, Duration.ofSeconds(200));

        assertThat(state.line()).isEqualTo("Reading: 100 %  10 of 10  0/s  in 3 min 20 s");
    }

    @Test
    void nothing_to_do_is_done() {
        assertThat(new ProgressState("Reading", 0, 0, Duration.ZERO).line()).isEqualTo("Reading: 100 %  0 of 0");
    }

    @Test
    void a_bar_never_fills_a_line() {
        ProgressState state = new ProgressState("Reading", 250_000, 1_000_000, Duration.ofSeconds(2));

        for (int columns = 40; columns < 200; columns++) {
            assertThat(state.bar(columns)).hasSizeLessThan(columns);
        }
        assertThat(state.bar(120)).startsWith("Reading [#######-----------------------]  25 %");
    }
}
