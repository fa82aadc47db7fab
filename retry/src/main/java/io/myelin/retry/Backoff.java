package io.myelin.retry;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long a failed event waits before its next attempt.
 *
 * <p>{@link #exponential}, {@link #fixed} and {@link #listed} are what most need; any other function of the attempt will do
 * that answers with a wait that isn't negative. Must be safe for use by several threads.
 */
@FunctionalInterface
public interface Backoff {

    /** 1 s, 2 s, 4 s ... 5 min: quick enough for a lost race, slow enough to outlast a restart of what is needed. */
    Backoff DEFAULT = exponential(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /**
     * Draws the wait after the given attempt.
     *
     * @param attempt the attempt that failed, from 1
     * @param random for the jitter
     */
    Duration waitAfter(int attempt, RandomGenerator random);

    /**
     * Returns waits that double with every attempt, with equal jitter; see {@link ExponentialBackoff#jitter} for others.
     *
     * @param base the bound after the first attempt, at least one millisecond
     * @param cap the largest bound, at least {@code base} and at most 365 days
     */
    static ExponentialBackoff exponential(Duration base, Duration cap) {
        return new ExponentialBackoff(base, cap, Jitter.EQUAL);
    }

    /** Returns the same wait after every attempt, without jitter; at least one millisecond and at most 365 days. */
    static Backoff fixed(Duration wait) {
        return listed(wait);
    }

    /** Returns these waits in their order, without jitter, the last one for all attempts that come after. */
    static Backoff listed(Duration... waits) {
        return new ListedBackoff(List.of(waits));
    }
}
