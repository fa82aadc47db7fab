package io.myelin.handlers.replay;

import io.myelin.handlers.internal.StoredToken;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * What a replay handles again, and how much of it it has: read from the tokens, which survive a restart.
 *
 * @param start where it has begun
 * @param reached the position up to which everything was handled again
 * @param end the position at which the projection was when it was replayed
 */
record Span(ReplayStart start, long reached, long end) {

    /** Returns the replay of the segment that has the most left; empty if none has any. */
    static Optional<Span> slowestOf(Collection<? extends @Nullable TrackingToken> tokens) {
        return tokens.stream()
                .flatMap(token -> of(token).stream())
                .filter(span -> span.left() > 0)
                .max(Comparator.comparingLong(Span::left));
    }

    /** Axon's token stays one of a replay until an event comes that the projection had not seen before. */
    private static Optional<Span> of(@Nullable TrackingToken token) {
        return token == null
                ? Optional.empty()
                : WrappedToken.unwrap(token, ReplayToken.class)
                        .map(replay -> new Span(
                                ReplayStart.in(replay.context()), StoredToken.positionOf(token), endOf(replay)));
    }

    private static long endOf(ReplayToken replay) {
        TrackingToken atReset = WrappedToken.unwrapUpperBound(replay.getTokenAtReset());
        return atReset == null ? StoredToken.NOWHERE : atReset.position().orElse(StoredToken.NOWHERE);
    }

    long done() {
        return Math.max(0, reached - start.after());
    }

    long total() {
        return Math.max(0, end - start.after());
    }

    long left() {
        return Math.max(0, end - reached);
    }
}
