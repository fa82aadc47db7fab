package io.myelin.handlers.scale;

import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * What the table of tokens says of one segment.
 *
 * @param owner the node whose claim on it has not run out
 */
public record SegmentRow(int segment, Optional<TrackingToken> token, Optional<String> owner) {

    /** Returns how far it has read, of all its parts the one that is furthest behind. */
    public OptionalLong position() {
        return positionOf(token.orElse(null));
    }

    /** Returns where a token stands, of all that it holds the one that is furthest behind; empty before the first event. */
    public static OptionalLong positionOf(@Nullable TrackingToken token) {
        TrackingToken reached = token == null ? null : WrappedToken.unwrapLowerBound(token);
        return reached == null ? OptionalLong.empty() : reached.position();
    }
}
