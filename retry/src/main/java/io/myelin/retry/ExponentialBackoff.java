package io.myelin.retry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double with every attempt.
 *
 * @param base the bound after the first attempt, at least one millisecond
 * @param cap the largest bound, at least {@code base} and at most 365 days
 * @param jitter how a wait is drawn below its bound
 */
public record ExponentialBackoff(Duration base, Duration cap, Jitter jitter) implements Backoff {

    /** Below one millisecond a wait is shorter than a scheduler's tick, and the retry becomes a busy loop. */
    static final Duration BASE_MIN = Duration.ofMillis(1);

    /** Far beyond any sensible wait, and small enough for nanoseconds in a {@code long} (292 years). */
    static final Duration CAP_MAX = Duration.ofDays(365);

    /** The growth of decorrelated jitter: with 3, waits double on average (M. Brooker, "Exponential Backoff And Jitter"). */
    private static final int DECORRELATED_GROWTH = 3;

    /** @throws IllegalArgumentException if a value lies outside its limits */
    public ExponentialBackoff {
        if (base.compareTo(BASE_MIN) < 0) {
            throw new IllegalArgumentException("Back-off base must be at least " + BASE_MIN + ", was " + base + ".");
        }
        if (cap.compareTo(base) < 0 || cap.compareTo(CAP_MAX) > 0) {
            throw new IllegalArgumentException(
                    "Back-off cap must lie between the base, " + base + ", and " + CAP_MAX + ", was " + cap + ".");
        }
        requireNonNull(jitter, "jitter");
    }

    /** Returns these waits with another jitter. */
    public ExponentialBackoff jitter(Jitter other) {
        return new ExponentialBackoff(base, cap, other);
    }

    /**
     * Returns the longest wait after the given attempt; it never shrinks as attempts go up, and never overflows. With
     * decorrelated jitter a wait may be longer than this, and no longer than the cap.
     *
     * @param attempt the attempt that failed, from 1
     */
    public Duration boundAfter(int attempt) {
        return Duration.ofNanos(boundNanosAfter(attempt));
    }

    @Override
    public Duration waitAfter(int attempt, RandomGenerator random) {
        long bound = boundNanosAfter(attempt);
        return Duration.ofNanos(
                switch (jitter) {
                    case NONE -> bound;
                    case FULL -> between(0, bound, random);
                    case EQUAL -> between(bound / 2, bound, random);
                    case DECORRELATED -> decorrelated(attempt, random);
                });
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

    private long decorrelated(int attempt, RandomGenerator random) {
        long baseNanos = base.toNanos();
        long capNanos = cap.toNanos();
        long wait = baseNanos;
        for (int drawn = 0; drawn < Math.min(attempt, RetrySettings.ATTEMPTS_LIMIT); drawn++) {
            long highest = wait > capNanos / DECORRELATED_GROWTH ? capNanos : DECORRELATED_GROWTH * wait;
            wait = between(baseNanos, highest, random);
        }
        return wait;
    }

    private static long between(long lowest, long highest, RandomGenerator random) {
        return lowest + random.nextLong(highest - lowest + 1);
    }
}
