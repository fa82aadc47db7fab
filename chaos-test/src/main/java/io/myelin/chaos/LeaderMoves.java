package io.myelin.chaos;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** Knows the leader of the log's partition, and moves it. */
final class LeaderMoves implements AutoCloseable {

    private static final int ANSWER_WAIT_MS = 3_000;

    private final Admin admin;
    private final String topic;

    LeaderMoves(String servers, String topic) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                servers,
                "request.timeout.ms",
                "1000",
                "default.api.timeout.ms",
                String.valueOf(ANSWER_WAIT_MS),
                "reconnect.backoff.max.ms",
                "400"));
        this.topic = topic;
    }

    /** Returns the leader's id, or the other one if nobody says in time. */
    int leaderOr(int other) {
        try {
            Node leader = requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(ANSWER_WAIT_MS, TimeUnit.MILLISECONDS)
                            .get(topic))
                    .partitions()
                    .get(0)
                    .leader();
            return leader == null || leader.isEmpty() ? other : leader.id();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return other;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return other;
        }
    }

    /** Makes a broker the preferred leader, and has it elected; it must be in sync. */
    void moveTo(int broker) throws InterruptedException, ExecutionException, TimeoutException {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<Integer> replicas = new ArrayList<>(List.of(broker));
        for (int id = 1; id <= ChaosSettings.BROKERS; id++) {
            if (id != broker) {
                replicas.add(id);
            }
        }
        admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))))
                .all()
                .get(ANSWER_WAIT_MS, TimeUnit.MILLISECONDS);
        admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).all().get(ANSWER_WAIT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
