package io.myelin.retry.parking;

import io.myelin.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Holds one processing group's deliveries back while something that all of them need is down.
 *
 * <p>It closes with the first failure that stopped the line, lets one try through after 1, 2, 4 ... 30 seconds (with
 * equal jitter), or later if what failed asks for it, and opens with the first success. Kept in memory, since the database may be what is down. Safe for use
 * by several threads.
 */
public final class Gate {

    /** 30 s at most: that long an outage's end may go unnoticed. */
    static final Backoff PROBES = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private Instant nextTryAt = Instant.MIN;

    Gate(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Returns whether deliveries should wait. */
    public boolean holdsBack() {
        return !heldFor().isZero();
    }

    /** Returns how long deliveries should wait before one is tried; zero if none need to. */
    public synchronized Duration heldFor() {
        Instant now = clock.instant();
        return failures > 0 && now.isBefore(nextTryAt) ? Duration.between(now, nextTryAt) : Duration.ZERO;
    }

    /** Returns whether something is down, as far as is known; also while a try is under way. */
    public synchronized boolean isDown() {
        return failures > 0;
    }

    /**
     * Tells that the line was stopped.
     *
     * @param hint how long to wait at least, as what failed said itself
     */
    synchronized void stopped(Duration hint) {
        // Failures of deliveries that were under way already tell nothing new.
        if (failures == 0 || !clock.instant().isBefore(nextTryAt)) {
            failures++;
            Duration wait = PROBES.waitAfter(failures, random);
            nextTryAt = clock.instant().plus(hint.compareTo(wait) > 0 ? hint : wait);
        }
    }

    synchronized void flowed() {
        failures = 0;
    }
}
