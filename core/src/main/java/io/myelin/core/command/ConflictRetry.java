package io.myelin.core.command;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and after which delay, a command is repeated that met another writer.
 *
 * <p>The delay before attempt <i>n</i> is random, up to {@code delay} doubled <i>n</i>-2 times, and up to {@code
 * delayMax}. It is drawn from the whole range, so that writers that met once do not meet again.
 *
 * @param attemptsMax attempts in all, from 1 (never repeated)
 * @param delay the longest delay before the second attempt, at least 1 ms
 * @param delayMax the longest delay before any attempt, not below {@code delay}
 */
public record ConflictRetry(int attemptsMax, Duration delay, Duration delayMax) {

    /** With ten writers on one aggregate the unluckiest needs about ten turns; after that something else is wrong. */
    public static final int ATTEMPTS_MAX_DEFAULT = 10;

    /** A commit takes about a millisecond; a few of them have passed after this one. */
    public static final Duration DELAY_DEFAULT = Duration.ofMillis(5);

    /** A person waits for the answer: ten attempts end within about two seconds. */
    public static final Duration DELAY_MAX_DEFAULT = Duration.ofMillis(500);

    /** Checks the limits. */
    public ConflictRetry {
        if (attemptsMax < 1) {
            throw new IllegalArgumentException(
                    "attemptsMax must be 1 (never repeated) or more, was " + attemptsMax + ".");
        }
        if (delay.toMillis() < 1 || delayMax.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "delay must be at least 1 ms and delayMax not below it, were " + delay + " and " + delayMax + ".");
        }
    }

    /** Returns {@value #ATTEMPTS_MAX_DEFAULT} attempts, 5 to 500 ms apart at most. */
    public static ConflictRetry defaults() {
        return new ConflictRetry(ATTEMPTS_MAX_DEFAULT, DELAY_DEFAULT, DELAY_MAX_DEFAULT);
    }

    /** Returns one attempt only: the sender gets every conflict. */
    public static ConflictRetry never() {
        return new ConflictRetry(1, DELAY_DEFAULT, DELAY_MAX_DEFAULT);
    }

    /**
     * Returns the delay before an attempt, from 1 ms.
     *
     * @param attempt the attempt to wait for, from 2
     */
    long delayMsBefore(int attempt, RandomGenerator random) {
        // Doubled step by step and capped each time, as 2^n overflows for a large n.
        long bound = delay.toMillis();
        for (int step = 2; step < attempt && bound < delayMax.toMillis(); step++) {
            bound *= 2;
        }
        return 1 + random.nextLong(Math.min(bound, delayMax.toMillis()));
    }
}
