package io.myelin.store.kafka.transfer;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What an export was made of.
 *
 * @param log the topic's name
 * @param topicId Kafka's id of the topic
 * @param end the offset below which everything is in the export
 * @param exported when it was made
 */
record ExportSource(String log, String topicId, long end, Instant exported) {

    ExportSource {
        requireNonNull(log, "log");
        requireNonNull(topicId, "topicId");
        requireNonNull(exported, "exported");
    }
}
