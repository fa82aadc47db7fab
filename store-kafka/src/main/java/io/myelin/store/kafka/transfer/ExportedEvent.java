package io.myelin.store.kafka.transfer;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.protocol.NewEvent;
import java.util.UUID;

/**
 * An event as a line of an export says it.
 *
 * @param offset where it was in the log that was exported
 * @param event what it is
 * @param commitId of the commit that it belongs to
 * @param commitIndex its place there, from 0
 * @param commitLength events in the commit
 */
record ExportedEvent(long offset, NewEvent event, UUID commitId, int commitIndex, int commitLength) {

    ExportedEvent {
        requireNonNull(event, "event");
        requireNonNull(commitId, "commitId");
        if (commitIndex < 0 || commitIndex >= commitLength) {
            throw new IllegalArgumentException(
                    "it can't be event %d of a commit of %d".formatted(commitIndex + 1, commitLength));
        }
    }
}
