package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.log.CommitLog;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/** Between Axon's tokens, which name the last event that was handled, and offsets, at which reading goes on. */
final class Tokens {

    private Tokens() {}

    /** Returns the token of a reader that has handled everything before the offset. */
    static TrackingToken before(long offset) {
        return new GlobalSequenceTrackingToken(offset - 1);
    }

    /**
     * Returns the offset at which a reader with this token goes on.
     *
     * @param token {@code null} for the start of the log; of a token that wraps others, the one that is furthest behind
     *     counts
     * @throws ForeignTokenException if it is not a token of this log
     */
    static long nextOffset(@Nullable TrackingToken token, CommitLog log) {
        TrackingToken lowest = WrappedToken.unwrapLowerBound(token);
        if (lowest == null) {
            return 0;
        }
        if (!(lowest instanceof GlobalSequenceTrackingToken handled)) {
            throw ForeignTokenException.ofAnotherKind(lowest);
        }
        long nextOffset = handled.getGlobalIndex() + 1;
        // Another process may have handled events that this one has not read yet, so the broker has the last word.
        if (nextOffset > log.position() && nextOffset > log.end()) {
            throw ForeignTokenException.beyondTheEnd(handled, log.end());
        }
        return nextOffset;
    }
}
