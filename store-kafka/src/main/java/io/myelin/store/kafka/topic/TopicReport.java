package io.myelin.store.kafka.topic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A log's topic as the brokers describe it, for people.
 *
 * @param name its name
 * @param topicId Kafka's id of it
 * @param layout where it is
 * @param settings those that the store cares for, by Kafka's names, in a fixed order
 * @param sizeBytes what one copy takes on its broker's disk; empty if this client may not ask
 * @param writers whom the brokers remember
 * @param findings what in its settings would lose or renumber events, each with its mend; empty if it will do
 */
public record TopicReport(
        String name,
        String topicId,
        Layout layout,
        Map<String, String> settings,
        OptionalLong sizeBytes,
        List<SeenWriter> writers,
        List<String> findings) {

    /** Copies the lists. */
    public TopicReport {
        writers = List.copyOf(writers);
        findings = List.copyOf(findings);
    }

    /**
     * Where a topic is.
     *
     * @param partitions how many; a log has one
     * @param replicas the ids of the brokers that hold partition 0
     * @param firstOffset the least offset that partition 0 still has
     */
    public record Layout(int partitions, List<Integer> replicas, long firstOffset) {

        /** Copies the list. */
        public Layout {
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * A producer that wrote to the log, of those that the brokers have not forgotten ({@code producer.id.expiration.ms}, a day by
     * default). A node takes a new id at every start.
     *
     * @param producerId Kafka's number for it
     * @param last when it wrote its last record, by the record's timestamp
     */
    public record SeenWriter(long producerId, Instant last) {}
}
