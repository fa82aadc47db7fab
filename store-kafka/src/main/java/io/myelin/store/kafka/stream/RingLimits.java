package io.myelin.store.kafka.stream;

/**
 * How many of the newest events stay in memory for readers near the end of the log.
 *
 * @param eventsMax at least 1
 * @param bytesMax for their payloads, metadata and {@value #EVENT_OVERHEAD_BYTES} bytes each; at least 1
 */
public record RingLimits(int eventsMax, long bytesMax) {

    /** What an event takes on the heap beside payload and metadata: records, five short texts, identifiers. */
    static final int EVENT_OVERHEAD_BYTES = 500;

    /** Checks the limits. */
    public RingLimits {
        if (eventsMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException(
                    "The ring of newest events must hold at least 1 event and 1 byte; it was given %d events and %d bytes."
                            .formatted(eventsMax, bytesMax));
        }
    }
}
