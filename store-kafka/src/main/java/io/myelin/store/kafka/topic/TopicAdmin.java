package io.myelin.store.kafka.topic;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.topic.DescribedTopic.Partitions;
import io.myelin.store.kafka.topic.DescribedTopic.Right;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Carries questions and orders on topics to the brokers, and brings values back.
 *
 * @param use what this client wants of the topics
 */
record TopicAdmin(Admin admin, BrokerAnswers answers, MendCommands mend, Use use) {

    /** The ids of the brokers that run, in order. */
    List<Integer> brokers() {
        return answers.of(admin.describeCluster().nodes()).stream()
                .map(Node::id)
                .sorted()
                .toList();
    }

    /**
     * The topic as it is; empty if it is not there.
     *
     * @throws TopicRefusedException if this client may not even look at it
     */
    Optional<DescribedTopic> describe(String topic) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try {
            return Optional.of(describe(answers.of(requireNonNull(admin.describeTopics(List.of(topic), options)
                    .topicNameValues()
                    .get(topic)))));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        } catch (AuthorizationException e) {
            throw refused(topic, use.missing(Set.of()), e);
        }
    }

    /**
     * Creates the topic, unless somebody else did so in the meantime.
     *
     * @param brokers the ids of the brokers that run
     * @throws TopicRefusedException if the right or a broker is missing
     */
    void create(TopicPlan plan, List<Integer> brokers) {
        NewTopic topic = new NewTopic(plan.topic(), Optional.of(1), Optional.of((short) plan.replicas()))
                .configs(plan.settings());
        try {
            answers.of(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // Another node of the application starts beside this one; what it created is judged like any other.
        } catch (AuthorizationException e) {
            throw refused(plan.topic(), List.of(Right.CREATE), e);
        } catch (InvalidReplicationFactorException e) {
            throw new TopicRefusedException(new TopicCheck(mend, brokers).tooFewBrokers(plan), e);
        }
    }

    private DescribedTopic describe(TopicDescription topic) {
        List<Right> missing = use.missing(requireNonNull(topic.authorizedOperations()));
        List<Integer> replicas = topic.partitions().get(LogTopic.PARTITION).replicas().stream()
                .map(Node::id)
                .toList();
        return new DescribedTopic(
                topic.name(),
                topic.topicId().toString(),
                new Partitions(topic.partitions().size(), replicas, offset(topic.name(), OffsetSpec.earliest())),
                settings(topic.name(), missing),
                missing);
    }

    /** What the log's partition takes on a broker's disk; empty if this client may not ask, or nobody knows. */
    OptionalLong sizeBytes(DescribedTopic topic) {
        TopicPartition partition = new TopicPartition(topic.name(), LogTopic.PARTITION);
        try {
            return answers
                    .of(admin.describeLogDirs(topic.partitions().replicas()).allDescriptions())
                    .values()
                    .stream()
                    .flatMap(directories -> directories.values().stream())
                    .map(directory -> directory.replicaInfos().get(partition))
                    .filter(Objects::nonNull)
                    .mapToLong(ReplicaInfo::size)
                    .max();
        } catch (AuthorizationException e) {
            return OptionalLong.empty();
        }
    }

    /** Who wrote to the log, as far as the brokers remember, the last one first; nobody if this client may not ask. */
    List<TopicReport.SeenWriter> writers(DescribedTopic topic) {
        TopicPartition partition = new TopicPartition(topic.name(), LogTopic.PARTITION);
        try {
            return answers
                    .of(admin.describeProducers(List.of(partition)).partitionResult(partition))
                    .activeProducers()
                    .stream()
                    .map(producer -> new TopicReport.SeenWriter(
                            producer.producerId(), Instant.ofEpochMilli(producer.lastTimestamp())))
                    .sorted(Comparator.comparing(TopicReport.SeenWriter::last).reversed())
                    .toList();
        } catch (AuthorizationException e) {
            return List.of();
        }
    }

    /** The offset after the newest record that every in-sync replica has. */
    long endOffset(String topic) {
        return offset(topic, OffsetSpec.latest());
    }

    private long offset(String topic, OffsetSpec which) {
        TopicPartition partition = new TopicPartition(topic, LogTopic.PARTITION);
        return answers.of(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .offset();
    }

    private Map<String, String> settings(String topic, List<Right> missing) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        try {
            answers.of(requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource)))
                    .entries()
                    .forEach(entry -> settings.put(entry.name(), String.valueOf(entry.value())));
        } catch (AuthorizationException e) {
            List<Right> all = new ArrayList<>(missing);
            all.add(Right.DESCRIBE_CONFIGS);
            throw refused(topic, all, e);
        }
        return settings;
    }

    private TopicRefusedException refused(String topic, List<Right> missing, AuthorizationException cause) {
        return new TopicRefusedException(new TopicCheck(mend, List.of()).rights(topic, missing), cause);
    }
}
