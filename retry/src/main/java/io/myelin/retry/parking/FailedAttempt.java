package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.ParkedSequence.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that came to nothing, and what it means for the sequence.
 *
 * @param delay until the next attempt; zero if there is none
 * @param deadReason why there is none; null if there is one
 */
record FailedAttempt(
        Throwable failure,
        FailureCategory category,
        Duration delay,
        @Nullable DeadReason deadReason) {

    State state() {
        return deadReason == null ? State.RETRYING : State.DEAD;
    }

    /** Returns what happens next, for a log line. */
    String outlook() {
        return deadReason == null
                ? "next try in " + delay.toMillis() + " ms"
                : "it is a dead letter now (" + deadReason + ")";
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(failure);
    }
}
