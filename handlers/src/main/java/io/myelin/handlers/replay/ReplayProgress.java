package io.myelin.handlers.replay;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a replay gets on, on all nodes together.
 *
 * @param projection its name
 * @param state what becomes of it
 * @param start where it has begun; {@link ReplayStart#OF_ALL} if there is none
 * @param done events that were handled again, or passed by because no handler wants them; of the slowest segment
 * @param total events to be handled again: from where it has begun to where the projection was then. On a log whose
 *     positions have gaps it is the span of positions
 * @param eventsPerSecond how fast it goes lately on this node; 0 while that is unknown
 * @param timeLeft until it is done, if it goes on like that; empty while that is unknown, and when it does not go on
 */
public record ReplayProgress(
        String projection,
        State state,
        ReplayStart start,
        long done,
        long total,
        double eventsPerSecond,
        Optional<Duration> timeLeft) {

    /** What becomes of a replay. */
    public enum State {
        /** Events are handled again. */
        REPLAYING,
        /** Nothing is handled, on any node, until it is resumed. */
        PAUSED,
        /** Nothing is handled, on any node, until the projection is replayed anew. */
        CANCELLED,
        /** The projection has handled all events again, or was never replayed. */
        DONE
    }

    /** Checks that something is said of each. */
    public ReplayProgress {
        requireNonNull(projection, "projection");
        requireNonNull(state, "state");
        requireNonNull(start, "start");
        requireNonNull(timeLeft, "timeLeft");
    }

    /** Returns which part is done, 0 to 1. */
    public double share() {
        return total == 0 ? 1 : (double) done / total;
    }
}
