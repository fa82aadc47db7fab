package io.myelin.handlers.scale;

import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;

/*
 * Two segments that are merged have rarely got equally far. The merged one reads on from the one that is behind, and so meets
 * events of the other once more. Axon's pooled processor handles these again (its older, tracking one does not); here they
 * are passed over. The token of each event tells: it holds a token for either half, and which of them the event advanced.
 */
/** Tells which events of a merged segment are new to it. */
public final class MergeProgress {

    private MergeProgress() {}

    /**
     * Returns whether the event is new, and not one that a part of the segment had handled before it was merged.
     *
     * @param event with the token that the segment has after it
     * @param sequence to which it belongs
     */
    public static boolean isNew(EventMessage<?> event, String sequence, Segment segment) {
        if (!(event instanceof TrackedEventMessage<?> tracked)
                || tracked.trackingToken() instanceof GlobalSequenceTrackingToken) {
            return true;
        }
        return isNew(tracked.trackingToken(), sequence, segment);
    }

    private static boolean isNew(TrackingToken token, String sequence, Segment segment) {
        Optional<MergedTrackingToken> merging = WrappedToken.unwrap(token, MergedTrackingToken.class);
        if (merging.isEmpty()) {
            return true;
        }
        MergedTrackingToken halves = merging.get();
        Segment lower = segment.split()[0];
        if (lower.matches(sequence.hashCode())) {
            return halves.isLowerSegmentAdvanced() && isNew(halves.lowerSegmentToken(), sequence, lower);
        }
        return halves.isUpperSegmentAdvanced() && isNew(halves.upperSegmentToken(), sequence, segment.split()[1]);
    }
}
