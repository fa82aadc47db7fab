package io.myelin.store.kafka.topic;

import static java.util.Objects.requireNonNull;

/**
 * A topic of the store as it was found at the start, created and checked.
 *
 * @param name the topic's name
 * @param topicId Kafka's id of the topic, in Kafka's own text form; a topic deleted and created again has another
 * @param maxMessageBytes the largest record batch that the topic takes, in bytes
 * @param replicas how many copies there are
 * @param minInsyncReplicas how many of them must have a record before it is acknowledged
 */
public record LogTopic(String name, String topicId, int maxMessageBytes, int replicas, int minInsyncReplicas) {

    /** The one partition of every topic of the store. */
    public static final int PARTITION = 0;

    /** Checks that nothing is missing. */
    public LogTopic {
        requireNonNull(name, "name");
        requireNonNull(topicId, "topicId");
    }

    /** The partition to use: a log has exactly one. */
    public int partition() {
        return PARTITION;
    }
}
