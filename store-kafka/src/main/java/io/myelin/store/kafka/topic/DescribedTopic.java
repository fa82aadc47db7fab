package io.myelin.store.kafka.topic;

import java.util.List;
import java.util.Map;

/**
 * A topic as the brokers describe it.
 *
 * @param name its name
 * @param topicId Kafka's id of it
 * @param partitions how it is laid out
 * @param settings the values in force by Kafka's names, whether set for the topic or for the brokers
 * @param missingRights what this client may not do with it
 */
record DescribedTopic(
        String name, String topicId, Partitions partitions, Map<String, String> settings, List<Right> missingRights) {

    DescribedTopic {
        settings = Map.copyOf(settings);
        missingRights = List.copyOf(missingRights);
    }

    /** The value in force of a setting; a broker that doesn't know it gives a text that is no value of any. */
    String setting(String name) {
        return settings.getOrDefault(name, "<unknown to this broker>");
    }

    /**
     * The layout of a topic.
     *
     * @param count how many partitions
     * @param replicas the ids of the brokers that hold partition 0
     * @param firstOffset the least offset that partition 0 still has; 0 unless records were deleted
     */
    record Partitions(int count, List<Integer> replicas, long firstOffset) {

        Partitions {
            replicas = List.copyOf(replicas);
        }
    }

    /** What the store does with a topic, by the names that {@code kafka-acls.sh} takes. */
    enum Right {
        READ("Read"),
        WRITE("Write"),
        DESCRIBE("Describe"),
        DESCRIBE_CONFIGS("DescribeConfigs"),
        CREATE("Create");

        private final String operation;

        Right(String operation) {
            this.operation = operation;
        }

        String operation() {
            return operation;
        }
    }
}
