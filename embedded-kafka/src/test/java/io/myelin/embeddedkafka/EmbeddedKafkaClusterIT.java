package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One cluster for all, since it takes seconds to start; each test takes a topic of its own. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class EmbeddedKafkaClusterIT {

    @TempDir
    private static Path directory;

    private static EmbeddedKafkaCluster cluster;

    @BeforeAll
    static void start() {
        cluster =
                EmbeddedKafkaCluster.builder().dataDirectory(directory).build().start();
    }

    @AfterEach
    void heal() {
        cluster.healAll();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void topics_have_three_copies_of_which_two_must_be_in_sync(TestInfo test) throws Exception {
        String topic = newTopic(test);

        try (Admin admin = admin()) {
            assertThat(describe(admin, topic).partitions().get(0).replicas()).hasSize(3);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            assertThat(requireNonNull(admin.describeConfigs(List.of(resource))
                                    .all()
                                    .get()
                                    .get(resource))
                            .get("min.insync.replicas")
                            .value())
                    .isEqualTo("2");
        }
    }

    @Test
    void a_killed_leader_loses_nothing_acknowledged_and_comes_back_at_its_address(TestInfo test) throws Exception {
        String topic = newTopic(test);
        ClusterBroker leader = leaderOf(topic);
        String address = leader.address();
        Records.append(cluster.bootstrapServers(), topic, "before");

        leader.kill();
        Records.append(cluster.bootstrapServers(), topic, "without");
        leader.start();

        assertThat(leader.address()).isEqualTo(address);
        await().atMost(Duration.ofSeconds(30)).until(() -> isInSync(topic, leader.id()));
        assertThat(Records.read(address, topic)).containsExactly("before", "without");
    }

    @Test
    void a_frozen_leader_is_replaced_and_goes_on_as_a_follower(TestInfo test) throws Exception {
        String topic = newTopic(test);
        ClusterBroker leader = leaderOf(topic);

        leader.freeze();
        // A client that waits for an answer as long as Kafka's default, half a minute, is right to do so.
        try (var producer = producer(1_000, 60_000)) {
            Records.send(producer, topic, "without").get();
        }
        assertThat(leader.isFrozen()).isTrue();
        leader.thaw();

        await().atMost(Duration.ofSeconds(30)).until(() -> isInSync(topic, leader.id()));
        assertThat(Records.read(cluster.bootstrapServers(), topic)).containsExactly("without");
    }

    @Test
    void a_lost_acknowledgement_is_a_time_out_though_the_record_is_there(TestInfo test) throws Exception {
        String topic = newTopic(test);
        ClusterBroker leader = leaderOf(topic);
        try (var producer = producer(500, 1_000)) {
            Records.send(producer, topic, "first").get();

            leader.clientLink().cut(FaultyLink.Direction.TO_CLIENT);
            Future<RecordMetadata> answer = Records.send(producer, topic, "second");

            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        leader.clientLink().heal();
        assertThat(Records.read(cluster.bootstrapServers(), topic)).contains("first", "second");
    }

    @Test
    void a_lost_request_is_a_time_out_and_the_record_is_not_there(TestInfo test) throws Exception {
        String topic = newTopic(test);
        ClusterBroker leader = leaderOf(topic);
        try (var producer = producer(500, 1_000)) {
            Records.send(producer, topic, "first").get();

            leader.clientLink().cut(FaultyLink.Direction.TO_SERVER);
            Future<RecordMetadata> answer = Records.send(producer, topic, "second");

            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        leader.clientLink().heal();
        assertThat(leader.clientLink().droppedBytes()).isPositive();
        assertThat(Records.read(cluster.bootstrapServers(), topic)).containsExactly("first");
    }

    @Test
    void a_leader_that_others_cannot_copy_acknowledges_nothing_until_they_can(TestInfo test) throws Exception {
        String topic = newTopic(test);
        ClusterBroker leader = leaderOf(topic);
        try (var producer = Records.producer(cluster.bootstrapServers())) {
            Records.send(producer, topic, "before").get();
            leader.peerLink().blackHole();
            Future<RecordMetadata> answer = Records.send(producer, topic, "alone");
            assertThatThrownBy(() -> answer.get(1, java.util.concurrent.TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);

            leader.peerLink().heal();

            assertThat(answer.get().hasOffset()).isTrue();
        }
    }

    @Test
    void the_brokers_end_with_the_process_that_started_them(@TempDir Path other) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterParent.class.getName(),
                        other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = parent.inputReader(StandardCharsets.US_ASCII);
        List<ProcessHandle> brokers = new ArrayList<>();
        for (String pid : output.readLine().split(" ", -1)) {
            brokers.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }
        assertThat(brokers).allMatch(ProcessHandle::isAlive);

        parent.destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(brokers).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_second_cluster_on_the_directory_is_refused() {
        EmbeddedKafkaCluster second =
                EmbeddedKafkaCluster.builder().dataDirectory(directory).build();

        assertThatThrownBy(second::start).isInstanceOf(DataDirectoryInUseException.class);
    }

    private static KafkaProducer<String, String> producer(int requestMs, int deliveryMs) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "acks",
                        "all",
                        "request.timeout.ms",
                        requestMs,
                        "delivery.timeout.ms",
                        deliveryMs,
                        "linger.ms",
                        0),
                new StringSerializer(),
                new StringSerializer());
    }

    private static String newTopic(TestInfo test) throws Exception {
        String topic = test.getTestMethod().orElseThrow().getName();
        Records.createTopic(cluster.bootstrapServers(), topic);
        return topic;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private static TopicDescription describe(Admin admin, String topic) throws Exception {
        return requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
    }

    private static ClusterBroker leaderOf(String topic) throws Exception {
        try (Admin admin = admin()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            describe(admin, topic).partitions().get(0).isr().size() == 3);
            return cluster.broker(
                    describe(admin, topic).partitions().get(0).leader().id());
        }
    }

    private static boolean isInSync(String topic, int broker) throws Exception {
        try (Admin admin = admin()) {
            return describe(admin, topic).partitions().get(0).isr().stream().anyMatch(node -> node.id() == broker);
        }
    }

    /** A process with a cluster of two, which says their ids and waits to be killed. */
    static final class ClusterParent {

        public static void main(String[] args) throws Exception {
            EmbeddedKafkaCluster started = EmbeddedKafkaCluster.builder()
                    .dataDirectory(Path.of(args[0]))
                    .brokers(2)
                    .build()
                    .start();
            System.out.println(started.broker(1).pid() + " " + started.broker(2).pid());
            Thread.currentThread().join();
        }
    }
}
