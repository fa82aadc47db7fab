package io.myelin.retry.parking;

import java.time.Duration;

/**
 * How fast a redrive with a canary goes.
 *
 * @param sequencesPerSecond at most so many are redriven in a second, 1 to {@value #PER_SECOND_MAX}
 * @param settleMax how long a step may take until each of its sequences is handled or has failed; longer than zero
 */
public record CanarySettings(int sequencesPerSecond, Duration settleMax) {

    /** More are not handled in a second by anything that was worth a canary. */
    public static final int PER_SECOND_MAX = 10_000;

    /** 50 a second: what a service that has just come back carries beside its usual work. */
    public static final CanarySettings DEFAULT = new CanarySettings(50, Duration.ofMinutes(5));

    /** Checks the limits. */
    public CanarySettings {
        if (sequencesPerSecond < 1 || sequencesPerSecond > PER_SECOND_MAX) {
            throw new IllegalArgumentException("sequencesPerSecond must lie between 1 and " + PER_SECOND_MAX + ", was "
                    + sequencesPerSecond + ".");
        }
        if (settleMax.isNegative() || settleMax.isZero()) {
            throw new IllegalArgumentException("settleMax must be longer than zero, was " + settleMax + ".");
        }
    }
}
