package io.myelin.handlers.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.handlers.health.ProjectionHealth.Finding;
import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.Waiting;
import io.myelin.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HealthJudgeTest {

    private static final int SEQUENCES_MAX = 4;
    private static final int LETTERS_MAX = 10;

    private final SettableClock clock = SettableClock.create();
    private final HealthJudge judge = new HealthJudge("orders", HealthTerms.DEFAULT);

    private Facts.Node node = new Facts.Node(true, Optional.empty(), false, Optional.empty(), 0);
    private SegmentStatus segment = segment("me", 7, 0);
    private final List<Waiting> parked = new ArrayList<>();
    private boolean databaseAnswers = true;
    private Instant readAt = clock.instant();

    @Test
    void all_is_well_if_nothing_is_to_be_read_however_long() {
        assertThat(after(3_600)).isEqualTo(Level.UP);
    }

    @Test
    void a_segment_that_does_not_move_is_degraded_after_half_the_window_and_down_after_all_of_it() {
        segment = segment("me", 7, 5);

        assertThat(after(0)).isEqualTo(Level.UP);
        assertThat(after(29)).isEqualTo(Level.UP);
        assertThat(after(1)).isEqualTo(Level.DEGRADED);
        assertThat(after(29)).isEqualTo(Level.DEGRADED);
        assertThat(after(1)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("position 7 for 60 s", "5 events to read", "projection-orders-worker");
    }

    @Test
    void a_segment_that_moves_is_up_however_far_it_is_behind() {
        for (int position = 0; position < 200; position++) {
            segment = segment("me", position, 1_000_000);
            assertThat(after(29)).isEqualTo(Level.UP);
        }
    }

    @Test
    void a_segment_that_went_back_as_in_a_replay_has_moved() {
        segment = segment("me", 7, 5);
        after(50);
        segment = segment("me", -1, 13);

        assertThat(after(29)).isEqualTo(Level.UP);
        assertThat(after(30)).isEqualTo(Level.DEGRADED);
    }

    @Test
    void a_standstill_on_another_node_is_degraded_here_and_names_the_node() {
        segment = segment("other", 7, 5);
        after(0);

        assertThat(after(600)).isEqualTo(Level.DEGRADED);
        assertThat(text()).contains("node other");
    }

    @Test
    void what_is_held_back_is_degraded_at_once_and_never_down_for_that() {
        segment = segment("me", 7, 5);
        node = new Facts.Node(true, Optional.empty(), true, Optional.of("connection refused"), 0);

        assertThat(after(0)).isEqualTo(Level.DEGRADED);
        assertThat(after(3_600)).isEqualTo(Level.DEGRADED);
        assertThat(text()).contains("connection refused", "nothing lost");
        node = new Facts.Node(true, Optional.empty(), false, Optional.empty(), 0);
        assertThat(after(1)).isEqualTo(Level.UP);
        assertThat(after(59)).isEqualTo(Level.DEGRADED);
    }

    @Test
    void a_segment_without_a_node_is_down_after_half_the_window_also_with_nothing_to_read() {
        segment = segment(null, 7, 0);
        after(0);

        assertThat(after(29)).isEqualTo(Level.UP);
        assertThat(after(1)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("No node has claimed segment 0", "30 s");
        node = new Facts.Node(false, Optional.empty(), false, Optional.empty(), 0);
        after(1);
        assertThat(text()).contains("Start the projection");
        segment = segment("me", 7, 0);
        assertThat(after(1)).isEqualTo(Level.UP);
    }

    @Test
    void a_projection_that_is_stopped_here_is_up_while_others_run_it() {
        node = new Facts.Node(false, Optional.empty(), false, Optional.empty(), 0);
        segment = segment("other", 7, 0);

        assertThat(after(600)).isEqualTo(Level.UP);
    }

    @Test
    void dead_letters_are_degraded() {
        parked.add(waiting("a", State.DEAD, 1, 0));

        assertThat(after(0)).isEqualTo(Level.DEGRADED);
        assertThat(text()).contains("1 sequences", "redrive");
    }

    @Test
    void sequences_that_will_be_tried_again_are_no_finding_until_nobody_tries_them() {
        parked.add(waiting("a", State.RETRYING, 1, 10));
        assertThat(after(9)).isEqualTo(Level.UP);
        assertThat(after(2)).isEqualTo(Level.UP);

        assertThat(after(29)).isEqualTo(Level.UP);
        assertThat(after(1)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("retry worker is dead");
        parked.set(0, waiting("b", State.RETRYING, 1, 0));
        assertThat(after(1)).isEqualTo(Level.UP);
    }

    @Test
    void as_many_parked_sequences_as_may_be_are_down() {
        for (int n = 0; n < SEQUENCES_MAX; n++) {
            assertThat(after(0)).isEqualTo(Level.UP);
            parked.add(waiting("s" + n, State.RETRYING, 1, 100));
        }

        assertThat(after(0)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("4 sequences", "ParkingLimits");
    }

    @Test
    void a_sequence_as_long_as_it_may_be_is_down() {
        parked.add(waiting("long-one", State.RETRYING, LETTERS_MAX - 1, 100));
        assertThat(after(0)).isEqualTo(Level.UP);
        parked.set(0, waiting("long-one", State.RETRYING, LETTERS_MAX, 100));

        assertThat(after(0)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("long-one", "ParkingLimits");
    }

    @Test
    void a_node_that_is_broken_or_loses_threads_is_down() {
        node = new Facts.Node(true, Optional.of("stands still after an Error"), false, Optional.empty(), 0);
        assertThat(after(0)).isEqualTo(Level.DOWN);
        node = new Facts.Node(true, Optional.empty(), false, Optional.empty(), 2);
        assertThat(after(0)).isEqualTo(Level.DOWN);
        assertThat(text()).contains("2 threads");
    }

    @Test
    void a_problem_is_degraded_as_long_as_it_lasts() {
        node = new Facts.Node(true, Optional.empty(), false, Optional.of("events can't be read"), 0);
        assertThat(after(0)).isEqualTo(Level.DEGRADED);
        node = new Facts.Node(true, Optional.empty(), false, Optional.empty(), 0);
        assertThat(after(0)).isEqualTo(Level.UP);
    }

    @Test
    void a_database_that_is_silent_is_degraded_after_half_the_window_and_never_down() {
        after(0);
        databaseAnswers = false;

        assertThat(after(29)).isEqualTo(Level.UP);
        assertThat(after(1)).isEqualTo(Level.DEGRADED);
        assertThat(after(3_600)).isEqualTo(Level.DEGRADED);
    }

    @Test
    void the_worst_finding_comes_first_and_counts_for_all() {
        parked.add(waiting("a", State.DEAD, 1, 0));
        node = new Facts.Node(true, Optional.of("stands still"), false, Optional.empty(), 0);
        ProjectionHealth orders = judge.judge(facts(), clock.instant());

        assertThat(orders.findings()).extracting(Finding::level).containsExactly(Level.DOWN, Level.DEGRADED);
        assertThat(Health.of(Map.of("orders", orders, "others", ProjectionHealth.of(List.of())))
                        .level())
                .isEqualTo(Level.DOWN);
        assertThat(Health.of(Map.of()).level()).isEqualTo(Level.UP);
    }

    @Test
    void a_window_shorter_than_the_looks_is_refused() {
        assertThatThrownBy(() -> new HealthTerms(Duration.ofMillis(999))).hasMessageContaining("at least 1 s");
    }

    private Level after(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return judge.judge(facts(), clock.instant()).level();
    }

    private String text() {
        return judge.judge(facts(), clock.instant()).findings().toString();
    }

    private Facts facts() {
        if (databaseAnswers) {
            readAt = clock.instant();
        }
        Facts.Parked waiting = new Facts.Parked(List.copyOf(parked), SEQUENCES_MAX, LETTERS_MAX);
        return new Facts(node, List.of(segment), waiting, Optional.of(readAt));
    }

    private Waiting waiting(String sequence, State state, long letters, int dueInSeconds) {
        Instant dueAt = clock.instant().plusSeconds(dueInSeconds);
        return new Waiting(sequence, state, letters, "event-of-" + sequence, clock.instant(), dueAt, Optional.empty());
    }

    private static SegmentStatus segment(@Nullable String owner, long position, long unread) {
        return new SegmentStatus(
                0,
                Optional.ofNullable(owner),
                "me".equals(owner),
                OptionalLong.of(position),
                OptionalLong.of(unread),
                0,
                Optional.of(Duration.ZERO));
    }
}
