package io.myelin.handlers.replay;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay has begun; what was written because of later events must go, and that of earlier ones must stay.
 *
 * <p>A {@code @ResetHandler} method takes it as its first parameter, an event handler as one with Axon's {@code
 * @ReplayContext}. It is stored within the tokens of a replay, under the name of this class.
 *
 * @param after the position of the last event that is not handled again; -1 if all are
 * @param since the time from which on events are handled again, if the replay was told one; events of the same time may lie
 *     on both sides of {@code after}
 */
public record ReplayStart(long after, Optional<Instant> since) {

    /** At the first event. */
    public static final ReplayStart OF_ALL = new ReplayStart(-1, Optional.empty());

    /** Checks the position. */
    public ReplayStart {
        requireNonNull(since, "since");
        if (after < -1) {
            throw new IllegalArgumentException("after must be -1, for all events, or a position, was " + after + ".");
        }
    }

    /** Returns the start in the context of a reset; one without such a context is of all events. */
    public static ReplayStart in(@Nullable Object resetContext) {
        return resetContext instanceof ReplayStart start ? start : OF_ALL;
    }

    /** Returns whether all events are handled again, so that everything must go. */
    public boolean isOfAll() {
        return after == -1;
    }
}
