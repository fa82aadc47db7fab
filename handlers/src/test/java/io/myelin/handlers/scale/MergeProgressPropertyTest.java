package io.myelin.handlers.scale;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;

class MergeProgressPropertyTest {

    private static final int EVENTS = 12;

    /** Texts of one character, whose number is their hash. */
    private static final String OF_LOWER = Character.toString(2);

    private static final String OF_UPPER = Character.toString(3);

    @Property(tries = 200)
    void an_event_is_new_to_a_merged_segment_if_it_was_new_to_its_half(
            @ForAll @IntRange(min = -1, max = EVENTS) int lower, @ForAll @IntRange(min = -1, max = EVENTS) int upper) {
        TrackingToken token = MergedTrackingToken.merged(at(lower), at(upper));
        for (int position = Math.min(lower, upper) + 1; position < EVENTS + 2; position++) {
            token = WrappedToken.advance(token, at(position));

            assertThat(isNew(token, OF_LOWER)).as("event %s", position).isEqualTo(position > lower);
            assertThat(isNew(token, OF_UPPER)).as("event %s", position).isEqualTo(position > upper);
        }
    }

    @Example
    void in_a_replay_all_is_new_also_if_it_began_during_a_merge() {
        TrackingToken token = ReplayToken.createReplayToken(MergedTrackingToken.merged(at(3), at(8)), at(-1));
        for (int position = 0; position < EVENTS; position++) {
            token = WrappedToken.advance(token, at(position));

            assertThat(isNew(token, OF_LOWER)).as("event %s", position).isTrue();
            assertThat(isNew(token, OF_UPPER)).as("event %s", position).isTrue();
        }
    }

    private static boolean isNew(TrackingToken token, String sequence) {
        TrackedEventMessage<?> event =
                new GenericTrackedEventMessage<>(token, GenericEventMessage.asEventMessage("event"));
        return MergeProgress.isNew(event, sequence, Segment.ROOT_SEGMENT);
    }

    private static TrackingToken at(long position) {
        return new GlobalSequenceTrackingToken(position);
    }
}
