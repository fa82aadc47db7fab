package io.myelin.store.kafka.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * What one unit of work appends: one event or more, all or nothing.
 *
 * @param id the same in every attempt to append it
 * @param events in the order to store, at least one
 * @param sizeBytes what its records take in a broker batch, as an upper bound
 */
public record Commit(UUID id, List<NewEvent> events, int sizeBytes) {

    /** Copies the list. */
    public Commit {
        requireNonNull(id, "id");
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("Commit " + id + " has no events; append nothing instead.");
        }
    }
}
