package io.myelin.handlers.effects;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.Backoff;
import java.time.Duration;

/**
 * How a channel is sent.
 *
 * @param backoff between attempts to send a message, without end: nothing but success or {@link OutboxRelay#skip} removes one
 * @param waitingMax messages that may wait, at least 1; with more, projections that send to the channel stop until some are sent
 * @param keptFor how long sent messages stay in the table for people to look at; zero deletes them at once
 */
public record OutboxSettings(Backoff backoff, int waitingMax, Duration keptFor) {

    /** Back-off from 1 s to 5 min, up to 100,000 waiting (an hour at 28 a second), sent ones kept for a week. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(Backoff.DEFAULT, 100_000, Duration.ofDays(7));

    /** Checks the limits. */
    public OutboxSettings {
        requireNonNull(backoff, "backoff");
        if (waitingMax < 1) {
            throw new IllegalArgumentException("waitingMax must be at least 1, was " + waitingMax + ".");
        }
        if (keptFor.isNegative()) {
            throw new IllegalArgumentException("keptFor must not be negative, was " + keptFor + ".");
        }
    }
}
