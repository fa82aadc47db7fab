package io.myelin.handlers.health;

import java.time.Duration;

/**
 * When something that does not move counts as wrong.
 *
 * @param window after so long it is down, and after half of it degraded
 */
public record HealthTerms(Duration window) {

    /** A projection is looked at once a second. */
    private static final Duration WINDOW_MIN = Duration.ofSeconds(1);

    /** So that a person hears within a minute, and no batch that is slow but well is reported. */
    public static final HealthTerms DEFAULT = new HealthTerms(Duration.ofSeconds(60));

    /** @throws IllegalArgumentException if the window is shorter than a second */
    public HealthTerms {
        if (window.compareTo(WINDOW_MIN) < 0) {
            throw new IllegalArgumentException(
                    "The window must be at least " + WINDOW_MIN.toSeconds() + " s, was " + window
                            + ". Projections are looked at once a second, so that every one would seem to stand still.");
        }
    }

    Duration half() {
        return window.dividedBy(2);
    }
}
