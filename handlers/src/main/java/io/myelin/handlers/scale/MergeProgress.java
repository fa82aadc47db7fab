package io.myelin.handlers.scale;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;

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
                || !(tracked.trackingToken() instanceof MergedTrackingToken halves)) {
            // A token of a replay holds two halves if it began during a merge; it handles all again.
            return true;
        }
        return segment.split()[0].matches(sequence.hashCode())
                ? halves.isLowerSegmentAdvanced()
                : halves.isUpperSegmentAdvanced();
    }
}
