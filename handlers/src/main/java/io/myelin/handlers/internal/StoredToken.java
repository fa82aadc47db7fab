package io.myelin.handlers.internal;

import java.util.Optional;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * The token of one segment.
 *
 * @param token how far it has read; null before its first event
 * @param owner the node that has claimed it, or the mark by which it is held
 */
public record StoredToken(int segment, @Nullable TrackingToken token, Optional<String> owner) {

    /** The position before the first event; positions count from 0. */
    public static final long NOWHERE = -1;

    /** Returns the position of the last event up to which everything was handled; {@link #NOWHERE} before the first. */
    public long position() {
        return positionOf(token);
    }

    /** Returns the position of the last event that was handled at all; while segments merge it is beyond the other. */
    public long highestPosition() {
        TrackingToken reached = token == null ? null : WrappedToken.unwrapUpperBound(token);
        return reached == null ? NOWHERE : reached.position().orElse(NOWHERE);
    }

    /** Returns the position up to which a reader with this token has handled everything. */
    public static long positionOf(@Nullable TrackingToken token) {
        TrackingToken reached = token == null ? null : WrappedToken.unwrapLowerBound(token);
        return reached == null ? NOWHERE : reached.position().orElse(NOWHERE);
    }
}
