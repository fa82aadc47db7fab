package io.myelin.handlers.bluegreen;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When readers may be switched to another version.
 *
 * @param patience how long to wait until it has caught up
 * @param behindMax by how many events readers may go back in time, 0 or more
 * @param parkedAllowed whether it may lack events that failed and are parked
 */
public record SwitchTerms(Duration patience, long behindMax, boolean parkedAllowed) {

    /** Checks the limits. */
    public SwitchTerms {
        requireNonNull(patience, "patience");
        if (patience.isNegative() || behindMax < 0) {
            throw new IllegalArgumentException(
                    "patience and behindMax must not be negative, were " + patience + " and " + behindMax + ".");
        }
    }

    /** Waits for so long until it has everything that readers can see now, and nothing of it is parked. */
    public static SwitchTerms within(Duration patience) {
        return new SwitchTerms(patience, 0, false);
    }

    /** Lets readers go back by so many events. */
    public SwitchTerms behindMax(long events) {
        return new SwitchTerms(patience, events, parkedAllowed);
    }

    /** Lets parked events be missing. */
    public SwitchTerms withParked() {
        return new SwitchTerms(patience, behindMax, true);
    }
}
