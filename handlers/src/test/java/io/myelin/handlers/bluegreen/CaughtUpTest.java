package io.myelin.handlers.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.handlers.internal.StoredToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CaughtUpTest {

    private static final SwitchTerms STRICT = SwitchTerms.within(Duration.ZERO);

    @Test
    void a_version_that_has_all_that_readers_see_may_be_switched_to() {
        assertThat(whyNot(List.of(at(0, 10)), List.of(at(0, 10)), 10)).isEmpty();
    }

    @Test
    void one_that_has_never_run_may_not() {
        assertThat(whyNot(List.of(), List.of(), -1))
                .hasValueSatisfying(why -> assertThat(why).contains("never run"));
    }

    @Test
    void a_segment_that_has_not_begun_holds_it_up() {
        assertThat(whyNot(List.of(at(0, 10), new StoredToken(1, null, Optional.empty())), List.of(at(0, 10)), 10))
                .hasValueSatisfying(why -> assertThat(why).contains("11 events behind the version"));
    }

    @Test
    void the_slowest_segment_is_compared_with_the_fastest_one_that_is_read() {
        assertThat(whyNot(List.of(at(0, 9), at(1, 12)), List.of(at(0, 7), at(1, 10)), 12))
                .isPresent();
        assertThat(whyNot(List.of(at(0, 10), at(1, 12)), List.of(at(0, 7), at(1, 10)), 12))
                .isEmpty();
    }

    @Test
    void readers_may_be_let_go_back_by_some_events() {
        CaughtUp behindByThree = new CaughtUp(List.of(at(0, 7)), Map.of(), List.of(at(0, 10)), 10);

        assertThat(behindByThree.whyNot(STRICT.behindMax(2))).isPresent();
        assertThat(behindByThree.whyNot(STRICT.behindMax(3))).isEmpty();
    }

    @Test
    void being_no_worse_than_a_version_that_stands_still_is_not_enough() {
        assertThat(whyNot(List.of(at(0, 10)), List.of(at(0, 10)), 2_000))
                .hasValueSatisfying(why -> assertThat(why).contains("1990 events behind the newest"));
    }

    @Test
    void what_this_node_has_read_counts_before_it_is_stored() {
        CaughtUp state =
                new CaughtUp(List.of(at(0, 5)), Map.of(0, new GlobalSequenceTrackingToken(10)), List.of(at(0, 10)), 10);

        assertThat(state.whyNot(STRICT)).isEmpty();
    }

    @Test
    void a_version_that_is_being_replayed_counts_by_what_it_has_again() {
        StoredToken replaying = stored(0, ReplayToken.createReplayToken(token(10), token(3)));

        assertThat(whyNot(List.of(replaying), List.of(at(0, 10)), 10)).isPresent();
    }

    private static Optional<String> whyNot(List<StoredToken> version, List<StoredToken> active, long head) {
        return new CaughtUp(version, Map.of(), active, head).whyNot(STRICT);
    }

    private static StoredToken at(int segment, long position) {
        return stored(segment, token(position));
    }

    private static TrackingToken token(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    private static StoredToken stored(int segment, @Nullable TrackingToken token) {
        return new StoredToken(segment, token, Optional.of("node"));
    }
}
