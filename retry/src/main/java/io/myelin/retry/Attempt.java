package io.myelin.retry;

import java.time.Duration;

/**
 * Which try of an event just failed.
 *
 * @param number the attempt, from 1
 * @param triesInPlace how often this attempt was repeated at once already, from 0
 * @param elapsed time since the event's first failure; zero at the first one
 */
public record Attempt(int number, int triesInPlace, Duration elapsed) {

    /** @throws IllegalArgumentException if a value is out of range */
    public Attempt {
        if (number < 1) {
            throw new IllegalArgumentException("Attempts count from 1, was " + number + ".");
        }
        if (triesInPlace < 0) {
            throw new IllegalArgumentException("Tries in place count from 0, was " + triesInPlace + ".");
        }
        // A clock that was set back must not make an event older than its failures; it starts over.
        elapsed = elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    /** Returns the first attempt of an event. */
    public static Attempt first(int triesInPlace) {
        return new Attempt(1, triesInPlace, Duration.ZERO);
    }
}
