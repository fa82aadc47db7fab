package io.myelin.store.kafka.topic;

import static java.util.Objects.requireNonNull;

/**
 * The topics of one log.
 *
 * @param log holds the events
 * @param snapshots compacted, holds each aggregate's newest snapshot under its identifier
 */
public record StoreTopics(LogTopic log, LogTopic snapshots) {

    /** Checks that nothing is missing. */
    public StoreTopics {
        requireNonNull(log, "log");
        requireNonNull(snapshots, "snapshots");
    }
}
