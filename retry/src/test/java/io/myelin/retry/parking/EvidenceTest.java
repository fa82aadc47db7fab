package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.Fingerprint;
import io.myelin.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EvidenceTest {

    private static final Fingerprint ONE = new Fingerprint("0000000000000001");
    private static final Fingerprint OTHER = new Fingerprint("0000000000000002");

    private final SettableClock clock = SettableClock.create();
    private final Evidence evidence = new Evidence(clock, 5);

    @Test
    void five_sequences_that_fail_alike_are_enough() {
        assertThat(failAlike(1, 4)).isFalse();
        assertThat(fail(5, ONE)).isTrue();
    }

    @Test
    void one_sequence_alone_never_is() {
        for (int n = 0; n < 1_000; n++) {
            assertThat(fail(1, ONE)).isFalse();
        }
    }

    @Test
    void sequences_that_fail_for_different_reasons_are_none() {
        assertThat(failAlike(1, 4)).isFalse();
        assertThat(fail(5, OTHER)).isFalse();
        assertThat(fail(6, OTHER)).isFalse();
    }

    @Test
    void while_as_many_succeed_as_fail_it_is_the_events() {
        assertThat(fail(1, ONE)).isFalse();
        for (int n = 2; n <= 1_000; n++) {
            evidence.succeeded();
            assertThat(fail(n, ONE)).isEqualTo(false);
            evidence.succeeded();
        }
    }

    @Test
    void what_was_half_a_minute_ago_no_longer_counts() {
        assertThat(failAlike(1, 4)).isFalse();
        clock.advance(Evidence.WINDOW);

        assertThat(fail(5, ONE)).isFalse();
        assertThat(failAlike(6, 8)).isFalse();
        assertThat(fail(9, ONE)).isTrue();
    }

    @Test
    void once_noticed_a_single_failure_of_the_kind_tells_that_it_is_still_so_until_something_is_committed() {
        boolean noticed = failAlike(1, 5);
        clock.advance(Duration.ofHours(1));

        assertThat(noticed).isTrue();
        assertThat(fail(6, OTHER)).isFalse();
        assertThat(fail(6, ONE)).isTrue();
        evidence.flowed();
        assertThat(fail(6, ONE)).isFalse();
    }

    @Test
    void it_can_be_switched_off() {
        Evidence off = new Evidence(clock, 0);

        for (int n = 0; n < 100; n++) {
            assertThat(off.failed(SequenceId.of("s-" + n), ONE)).isFalse();
        }
    }

    private boolean failAlike(int first, int last) {
        boolean noticed = false;
        for (int n = first; n <= last; n++) {
            noticed |= fail(n, ONE);
        }
        return noticed;
    }

    private boolean fail(int sequence, Fingerprint fingerprint) {
        return evidence.failed(SequenceId.of("s-" + sequence), fingerprint);
    }
}
