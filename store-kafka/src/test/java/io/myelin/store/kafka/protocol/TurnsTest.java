package io.myelin.store.kafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TurnsTest {

    private static final long A = 1;
    private static final long B = 2;
    private static final long C = 3;
    private static final long MS = 1_000_000;

    private final SeenLog log = new SeenLog();

    @Test
    void a_writer_that_is_alone_never_holds_back() {
        Turns turns = log.seenBy(A);

        log.valid(A, 10, 0);
        log.foreign(1 * MS);
        log.valid(A, 10, 2 * MS);

        assertThat(turns.holdBackNanos(2 * MS)).isZero();
        assertThat(turns.areTaken()).isFalse();
    }

    @Test
    void writers_that_were_not_in_each_others_way_do_not_hold_back() {
        Turns turns = log.seenBy(A);

        log.valid(B, 10, 0);
        log.valid(A, 10, 1 * MS);

        assertThat(turns.holdBackNanos(1 * MS)).isZero();
    }

    @Test
    void of_two_that_collided_the_one_that_lost_is_next() {
        Turns winner = log.seenBy(A);
        Turns loser = log.seenBy(B);

        log.valid(A, 10, 0);
        log.lost(B, 10, 0, 1 * MS);

        assertThat(loser.holdBackNanos(1 * MS)).isZero();
        assertThat(winner.holdBackNanos(1 * MS)).isPositive();
    }

    @Test
    void a_turn_lasts_for_one_group() {
        Turns winner = log.seenBy(A);
        Turns loser = log.seenBy(B);
        log.valid(A, 10, 0);
        log.lost(B, 10, 0, 1 * MS);

        log.valid(B, 10, 2 * MS);

        assertThat(winner.holdBackNanos(2 * MS)).isZero();
        assertThat(loser.holdBackNanos(2 * MS)).isPositive();
    }

    @Test
    void three_that_collided_go_in_the_order_of_their_last_valid_groups() {
        log.valid(A, 1, 0);
        log.valid(B, 1, 0);
        log.valid(C, 1, 0);
        Turns a = log.seenBy(A);
        Turns b = log.seenBy(B);
        Turns c = log.seenBy(C);
        log.lost(A, 1, 0, 1 * MS);

        assertThat(a.holdBackNanos(1 * MS)).isZero();
        assertThat(b.holdBackNanos(1 * MS)).isPositive().isLessThan(c.holdBackNanos(1 * MS));
    }

    @Test
    void whoever_is_silent_in_its_turn_is_awaited_no_more() {
        Turns winner = log.seenBy(A);
        log.valid(A, 10, 0);
        log.lost(B, 10, 0, 1 * MS);
        long silenceNanos = winner.holdBackNanos(1 * MS);

        assertThat(winner.holdBackNanos(1 * MS + silenceNanos)).isZero();
        assertThat(winner.areTaken()).isFalse();
    }

    @Test
    void whoever_gets_in_the_way_again_is_awaited_again() {
        Turns winner = log.seenBy(A);
        log.valid(A, 10, 0);
        log.lost(B, 10, 0, 1 * MS);
        winner.holdBackNanos(1_000 * MS);
        log.valid(A, 10, 1_001 * MS);

        log.lost(B, 10, 5, 1_002 * MS);

        assertThat(winner.holdBackNanos(1_002 * MS)).isPositive();
    }

    @Test
    void while_the_log_ends_inside_a_group_its_writer_is_given_time() {
        Turns turns = log.seenBy(A);
        log.valid(A, 10, 0);
        log.lost(B, 10, 0, 1 * MS);
        turns.holdBackNanos(1_000 * MS);

        turns.undecided(1_001 * MS);

        assertThat(turns.holdBackNanos(1_001 * MS)).isPositive();
        assertThat(turns.holdBackNanos(2_000 * MS)).isZero();
    }

    @Test
    void a_writer_is_known_by_its_groups_identifiers() {
        Turns turns = new Turns(new Random(7));

        assertThat(turns.newGroupId()).isNotEqualTo(turns.newGroupId());
        assertThat(turns.newGroupId().getMostSignificantBits())
                .isEqualTo(turns.newGroupId().getMostSignificantBits());
    }
}
