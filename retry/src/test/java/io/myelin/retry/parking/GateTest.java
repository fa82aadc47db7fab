package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.SettableClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GateTest {

    private final SettableClock clock = SettableClock.create();
    private final Gate gate = new Gate(clock, new Random(1));

    @Test
    void it_holds_nobody_back_before_anything_failed() {
        assertThat(gate.holdsBack()).isFalse();
        assertThat(gate.isDown()).isFalse();
    }

    @Test
    void waits_between_tries_grow_to_half_a_minute_at_most() {
        gate.stopped(Duration.ZERO);
        assertThat(gate.heldFor()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));

        for (int n = 0; n < 20; n++) {
            clock.advance(gate.heldFor());
            assertThat(gate.holdsBack()).isFalse();
            gate.stopped(Duration.ZERO);
        }

        assertThat(gate.heldFor()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void failures_of_what_was_under_way_already_do_not_prolong_the_wait() {
        gate.stopped(Duration.ZERO);
        Duration wait = gate.heldFor();
        gate.stopped(Duration.ZERO);
        gate.stopped(Duration.ZERO);

        assertThat(gate.heldFor()).isEqualTo(wait);
    }

    @Test
    void what_failed_may_ask_for_a_longer_wait() {
        gate.stopped(Duration.ofMinutes(2));

        assertThat(gate.heldFor()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void the_first_success_ends_it() {
        gate.stopped(Duration.ZERO);
        gate.flowed();

        assertThat(gate.holdsBack()).isFalse();
        assertThat(gate.isDown()).isFalse();
    }
}
