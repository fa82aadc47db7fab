package io.myelin.handlers.deadline;

import java.time.Duration;

/**
 * How long the steps of a batch may take.
 *
 * @param handler all handlers of the projection together, for one event; at least {@link #HANDLER_MIN}
 * @param between what comes between two handlers, and the commit; at least {@link #BETWEEN_MIN}
 */
public record DeadlineSettings(Duration handler, Duration between) {

    /** A second is slow already; longer than this default, and one event holds up all others for longer than people wait. */
    public static final Duration HANDLER_DEFAULT = Duration.ofSeconds(5);

    /** A garbage collection must not look like a handler that hangs. */
    public static final Duration HANDLER_MIN = Duration.ofMillis(100);

    /** To cut a connection takes half of it; a commit waits for a disk. */
    public static final Duration BETWEEN_MIN = Duration.ofMillis(500);

    /** Checks the limits. */
    public DeadlineSettings {
        if (handler.compareTo(HANDLER_MIN) < 0) {
            throw new IllegalArgumentException("A handler's time-out must be at least " + HANDLER_MIN.toMillis()
                    + " ms, was " + handler + ". A pause of the JVM would end handlers that do no wrong.");
        }
        if (between.compareTo(BETWEEN_MIN) < 0) {
            throw new IllegalArgumentException(
                    "A commit must be given at least " + BETWEEN_MIN.toMillis() + " ms, was " + between + ".");
        }
    }

    /**
     * Returns the settings with which a handler and a commit together last no longer than a claim does.
     *
     * @throws IllegalArgumentException if they can't; the message says what to change
     */
    public static DeadlineSettings within(Duration claimTimeout, Duration handler) {
        Duration between = claimTimeout.minus(handler);
        if (between.compareTo(BETWEEN_MIN) < 0) {
            throw new IllegalArgumentException(
                    "Handlers may take " + handler.toMillis() + " ms, and the commit after them "
                            + BETWEEN_MIN.toMillis() + " ms, which is longer than the claim timeout of "
                            + claimTimeout.toMillis()
                            + " ms: another node could take the segment over while a handler is within its time. Set a shorter"
                            + " handlerTimeout for the projection, or a longer Projections.claimTimeout.");
        }
        return new DeadlineSettings(handler, between);
    }

    Duration shortest() {
        return handler.compareTo(between) < 0 ? handler : between;
    }
}
