package io.myelin.handlers.crashloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StartTest {

    @Test
    void the_third_process_that_begins_after_two_that_died_is_careful() {
        Start first = Start.after(null, "1", 100);
        Start second = Start.after(first, "2", 100);
        Start third = Start.after(second, "3", 100);

        assertThat(first.isCareful()).isFalse();
        assertThat(second.isCareful()).isFalse();
        assertThat(third.isCareful()).isTrue();
    }

    @Test
    void a_process_that_died_somewhat_further_on_counts_too() {
        Start third = Start.after(Start.after(Start.after(null, "1", 0), "2", 4_000), "3", 8_000);

        assertThat(third.isCareful()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 0})
    void a_process_that_got_far_or_was_reset_counts_once(long position) {
        Start died = new Start("1", 100_000, 7, null);

        assertThat(Start.after(died, "2", position).starts()).isEqualTo(2);
    }

    @Test
    void a_process_that_begins_again_is_the_same_start() {
        Start first = Start.after(null, "1", 100);

        assertThat(Start.after(first, "1", 100).starts()).isEqualTo(1);
    }

    @Test
    void the_event_with_which_a_process_died_is_known_to_the_next_one() {
        Start died = new Start("1", 100, 3, "event");

        assertThat(Start.after(died, "2", 100).eventId()).isEqualTo("event");
        assertThat(Start.after(died, "1", 100).eventId()).isNull();
    }
}
