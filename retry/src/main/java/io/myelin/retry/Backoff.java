package io.myelin.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed event waits before its next attempt: {@code base} doubled with every attempt, at most {@code cap},
 * with equal jitter.
 *
 * <p>Equal jitter draws from the upper half of the bound, so that a wait is never shorter than half of what was asked
 * for, and sequences that failed together still come back apart.
 *
 * @param base the bound after the first attempt, at least one millisecond
 * @param cap the largest bound, at least {@code base} and at most 365 days
 */
public record Backoff(Duration base, Duration cap) {

    /** Below one millisecond a wait is shorter than a scheduler's tick, and the retry becomes a busy loop. */
    static final Duration BASE_MIN = Duration.ofMillis(1);

    /** Far beyond any sensible wait, and small enough for nanoseconds in a {@code long} (292 years). */
    static final Duration CAP_MAX = Duration.ofDays(365);

    /** 1 s, 2 s, 4 s ... 5 min: quick enough for a lost race, slow enough to outlast a restart of what is needed. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** @throws IllegalArgumentException if a value lies outside its limits */
    public Backoff {
        if (base.compareTo(BASE_MIN) < 0) {
            throw new IllegalArgumentException("Back-off base must be at least " + BASE_MIN + ", was " + base + ".");
        }
        if (cap.compareTo(base) < 0 || cap.compareTo(CAP_MAX) > 0) {
            throw new IllegalArgumentException(
                    "Back-off cap must lie between the base, " + base + ", and " + CAP_MAX + ", was " + cap + ".");
        }
    }

    /**
     * Returns the longest wait after the given attempt; it never shrinks as attempts go up, and never overflows.
     *
     * @param attempt the attempt that failed, from 1
     */
    public Duration boundAfter(int attempt) {
        return Duration.ofNanos(boundNanosAfter(attempt));
    }

    /**
     * Draws the wait after the given attempt: between half of {@link #boundAfter} and all of it.
     *
     * @param attempt the attempt that failed, from 1
     */
    public Duration waitAfter(int attempt, RandomGenerator random) {
        long boundNanos = boundNanosAfter(attempt);
        long halfNanos = boundNanos / 2;
        return Duration.ofNanos(halfNanos + random.nextLong(boundNanos - halfNanos + 1));
    }

    private long boundNanosAfter(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("Attempts count from 1, was " + attempt + ".");
        }
        long baseNanos = base.toNanos();
        int doublings = attempt - 1;
        // A shift by more than the leading zeros would turn the sign or wrap around: the cap is reached long before.
        boolean overflows = doublings >= Long.numberOfLeadingZeros(baseNanos) - 1;
        return overflows ? cap.toNanos() : Math.min(cap.toNanos(), baseNanos << doublings);
    }
}
