package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.account.Account;
import io.myelin.store.kafka.account.Account.AccountEvent;
import io.myelin.store.kafka.account.Account.Open;
import io.myelin.store.kafka.account.Account.PayIn;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import io.myelin.store.kafka.topic.TopicWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running store makes of a topic or an index directory that somebody changes behind its back. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class BehindTheBackIT {

    private static final Map<String, String> CLIENT =
            Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());

    private static Admin admin;

    @TempDir
    private Path directory;

    private final String topic = "accounts-" + UUID.randomUUID();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private KafkaStore store;
    private MyelinApplication app;

    @BeforeAll
    static void connect() {
        admin = Admin.create(Map.copyOf(CLIENT));
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    @BeforeEach
    void startAStoreWithOneAccount() {
        start();
        app.commandGateway().sendAndWait(new Open("a-1"));
        app.commandGateway().sendAndWait(new PayIn("a-1", 5));
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void a_topic_that_is_deleted_stops_commands_and_leaves_loads() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();

        assertThatItStopsWith("Topic '" + topic + "' is gone");
    }

    @Test
    void a_topic_that_is_replaced_stops_commands_and_the_next_start() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        recreate();

        assertThatItStopsWith("Topic '" + topic + "' was replaced", "landed at", "is gone", "no longer holds offset");

        app.close();
        assertThatThrownBy(this::start).hasStackTraceContaining("belongs to the topic with id");
    }

    @Test
    void records_that_are_deleted_stop_commands_and_the_next_start() throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
                .all()
                .get();

        assertThatItStopsWith("Topic '" + topic + "' begins at offset 1 now");

        app.close();
        assertThatThrownBy(this::start).hasStackTraceContaining("begins at offset 1");
    }

    @Test
    void compaction_stops_commands() throws Exception {
        set("cleanup.policy", "compact");

        assertThatItStopsWith("has cleanup.policy=compact instead of delete");
    }

    @Test
    void a_finite_retention_is_said_while_it_can_be_mended() throws Exception {
        set("retention.ms", "86400000");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(store.status().problems())
                        .singleElement()
                        .asString()
                        .contains("has retention.ms=86400000 instead of -1", "kafka-configs.sh"));
        assertThat(store.status().state()).isEqualTo(StoreStatus.State.OPEN);
        assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 1))).isEqualTo(6);

        set("retention.ms", "-1");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.status().problems().isEmpty());
    }

    @Test
    void a_log_that_ends_before_what_was_read_is_found() {
        LogTopic opened =
                TopicSetup.prepare(CLIENT, TopicSettings.log(topic).build()).log();

        try (TopicWatch watch = TopicWatch.on(CLIENT, TopicSettings.log(topic).build(), opened)) {
            assertThat(watch.look(2).orElseThrow().broken()).isEmpty();
            assertThat(watch.look(3).orElseThrow().broken())
                    .hasValueSatisfying(
                            found -> assertThat(found).contains("ends at offset 2, and the store has read up to 3"));
        }
    }

    @Test
    void an_index_directory_that_is_moved_away_stops_commands() throws Exception {
        Files.move(directory.resolve("index"), directory.resolve("elsewhere"));

        assertThatItStopsWith("index is not there any more");
    }

    @Test
    void an_index_of_another_log_in_its_place_stops_commands() throws Exception {
        Path label = directory.resolve("index/index.properties");
        Files.writeString(label, Files.readString(label).replaceFirst("topicId=.*", "topicId=another"));

        assertThatItStopsWith("index is another one than the store opened");
    }

    @Test
    void a_lock_that_is_taken_away_for_a_second_process_stops_commands() throws Exception {
        Path lock = directory.resolve("index/rocksdb/LOCK");
        Files.delete(lock);
        Files.createFile(lock);

        assertThatItStopsWith("its lock was taken away");
    }

    /** Either by a look at the topic, or by a commit that came before it. */
    private void assertThatItStopsWith(String... oneOf) {
        await().atMost(Duration.ofSeconds(30)).until(() -> store.status().state() == StoreStatus.State.FAILED);

        assertThat(store.status().problems()).singleElement().asString().containsAnyOf(oneOf);
        assertThat(store.status().problems().get(0)).contains("docs/operations/behind-the-back.md");
        assertThat(registry.get("store.up").gauge().value()).isZero();
        assertThatThrownBy(() -> app.commandGateway().sendAndWait(new PayIn("a-1", 1)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("takes no commits any more");
        assertThat(app.eventStore().readEvents("a-1").asStream()).hasSize(2);
    }

    private void start() {
        store = KafkaStore.with(KafkaStoreSettings.log(topic)
                .bootstrapServers(SharedEmbeddedKafka.bootstrapServers())
                .indexDirectory(directory.resolve("index"))
                .build());
        app = MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .module(store)
                .meterRegistry(registry)
                .build();
        app.start();
    }

    /** A deletion is acknowledged before all of it is done. */
    private void recreate() {
        await().ignoreExceptions().until(() -> {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)
                            .configs(Map.of(
                                    "retention.ms",
                                    "-1",
                                    "message.timestamp.before.max.ms",
                                    "9223372036854775807",
                                    "message.timestamp.after.max.ms",
                                    "9223372036854775807"))))
                    .all()
                    .get();
            return true;
        });
    }

    private void set(String name, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        admin.incrementalAlterConfigs(
                        Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
                .all()
                .get();
    }
}
