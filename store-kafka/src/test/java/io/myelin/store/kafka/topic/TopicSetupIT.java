package io.myelin.store.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.StoreSetupException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicSetupIT {

    private static final String SERVERS = SharedEmbeddedKafka.bootstrapServers();
    private static final Map<String, String> CLIENT = Map.of("bootstrap.servers", SERVERS);
    private static final Pattern MEND = Pattern.compile("--entity-name (\\S+) --alter --add-config (\\S+)=(\\S+)");

    private static Admin admin;

    private final String log = "log-" + UUID.randomUUID();

    @BeforeAll
    static void connect() {
        admin = Admin.create(new HashMap<>(CLIENT));
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    @Test
    void missing_topics_are_created_and_found_again_at_the_next_start() throws Exception {
        StoreTopics created = prepare();

        assertThat(created.log().name()).isEqualTo(log);
        assertThat(created.log().replicas()).isEqualTo(1);
        assertThat(created.log().minInsyncReplicas()).isEqualTo(1);
        assertThat(created.log().maxMessageBytes()).isEqualTo(1024 * 1024 + 12);
        assertThat(created.snapshots().name()).isEqualTo(log + "-snapshots");
        assertThat(setting(log, "retention.ms")).isEqualTo("-1");
        assertThat(setting(log + "-snapshots", "cleanup.policy")).isEqualTo("compact");
        assertThat(prepare()).isEqualTo(created);
    }

    @Test
    void a_topic_deleted_and_created_again_has_another_id() throws Exception {
        StoreTopics first = prepare();
        admin.deleteTopics(List.of(log)).all().get();

        StoreTopics second = prepare();

        assertThat(second.log().topicId()).isNotEqualTo(first.log().topicId());
        assertThat(second.snapshots()).isEqualTo(first.snapshots());
    }

    @Test
    void nodes_that_start_at_the_same_time_get_the_same_topics() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Future<StoreTopics>> starts = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                starts.add(nodes.submit(this::prepare));
            }

            StoreTopics first = starts.get(0).get();
            for (Future<StoreTopics> start : starts) {
                assertThat(start.get()).isEqualTo(first);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, 604800000",
        "retention.bytes, 1073741824",
        "cleanup.policy, compact",
        "unclean.leader.election.enable, true",
        "min.insync.replicas, 2",
        "message.timestamp.type, LogAppendTime",
        "message.timestamp.before.max.ms, 1000",
        "message.timestamp.after.max.ms, 1000",
        "max.message.bytes, 1000"
    })
    void a_setting_that_will_not_do_is_refused_and_the_named_command_mends_it(String setting, String found)
            throws Exception {
        prepare();
        set(log, setting, found);

        StoreSetupException refused = catchThrowableOfType(StoreSetupException.class, this::prepare);

        assertThat(refused.findings()).hasSize(1);
        assertThat(refused).hasMessageContaining(setting + "=" + found);
        runMend(refused.findings().get(0));
        assertThat(prepare().log().name()).isEqualTo(log);
    }

    @Test
    void a_topic_with_two_partitions_is_refused_and_nothing_is_created_beside_it() throws Exception {
        create(log, 2, Map.of());

        assertThatThrownBy(this::prepare)
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("has 2 partitions instead of 1")
                .hasMessageContaining("kafka-topics.sh --bootstrap-server " + SERVERS + " --delete --topic " + log);
        assertThat(admin.listTopics().names().get()).doesNotContain(log + "-snapshots");
    }

    @Test
    void all_that_is_wrong_with_both_topics_is_told_at_once() throws Exception {
        create(log, 1, Map.of("retention.ms", "1000", "retention.bytes", "1000"));
        create(log + "-snapshots", 3, Map.of());

        StoreSetupException refused = catchThrowableOfType(StoreSetupException.class, this::prepare);

        assertThat(refused.findings())
                .anyMatch(finding -> finding.contains("retention.ms=1000"))
                .anyMatch(finding -> finding.contains("retention.bytes=1000"))
                .anyMatch(finding -> finding.contains("-snapshots' has 3 partitions"))
                .anyMatch(finding -> finding.contains("-snapshots' has cleanup.policy=delete"));
    }

    @Test
    void a_log_whose_first_events_were_deleted_is_refused() throws Exception {
        prepare();
        try (var producer =
                new KafkaProducer<>(new HashMap<>(CLIENT), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(log, "a", "1")).get();
            producer.send(new ProducerRecord<>(log, "a", "2")).get();
        }
        admin.deleteRecords(Map.of(new TopicPartition(log, 0), RecordsToDelete.beforeOffset(1)))
                .all()
                .get();

        assertThatThrownBy(this::prepare)
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("begins at offset 1");
    }

    @Test
    void a_missing_topic_is_an_error_where_creation_is_not_wanted() throws Exception {
        TopicSettings settings = TopicSettings.log(log).create(false).build();

        StoreSetupException refused =
                catchThrowableOfType(StoreSetupException.class, () -> TopicSetup.prepare(CLIENT, settings));

        assertThat(refused.findings()).hasSize(2);
        assertThat(refused)
                .hasMessageContaining("Topic '" + log + "' is not there")
                .hasMessageContaining("--create --topic " + log + " --partitions 1 --replication-factor 1");
        assertThat(admin.listTopics().names().get()).doesNotContain(log);
    }

    @Test
    void more_copies_than_brokers_can_not_be_created() {
        TopicSettings settings = TopicSettings.log(log).replicas(3).build();

        assertThatThrownBy(() -> TopicSetup.prepare(CLIENT, settings))
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("must have 3 copies, but only brokers [1] run")
                .hasMessageContaining("set replicas=1");
    }

    @Test
    void a_topic_larger_than_asked_for_tells_its_own_limit() throws Exception {
        prepare();
        set(log, "max.message.bytes", "5000000");

        assertThat(prepare().log().maxMessageBytes()).isEqualTo(5_000_000);
    }

    @Test
    void a_broker_that_is_not_there_is_named_with_the_time_it_was_tried() throws Exception {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + socket.getLocalPort();
        }
        TopicSettings settings =
                TopicSettings.log(log).patience(Duration.ofMillis(500)).build();

        assertThatThrownBy(() -> TopicSetup.prepare(Map.of("bootstrap.servers", nobody), settings))
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("No broker answered at " + nobody + " within 0.5 s")
                .hasMessageContaining("kafka-broker-api-versions.sh --bootstrap-server " + nobody);
    }

    @Test
    void an_address_that_is_none_is_named() {
        TopicSettings settings = TopicSettings.log(log).build();

        assertThatThrownBy(() -> TopicSetup.prepare(Map.of("bootstrap.servers", "nonsense"), settings))
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("Mend the client properties");
    }

    private StoreTopics prepare() {
        return TopicSetup.prepare(CLIENT, TopicSettings.log(log).build());
    }

    private static void create(String topic, int partitions, Map<String, String> settings) throws Exception {
        NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        admin.createTopics(Set.of(made)).all().get();
    }

    private static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next().entries().stream()
                .filter(entry -> entry.name().equals(name))
                .map(ConfigEntry::value)
                .findFirst()
                .orElseThrow();
    }

    private static void set(String topic, String name, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }

    /** Does what the {@code kafka-configs.sh} of the finding would do. */
    private static void runMend(String finding) throws Exception {
        Matcher mend = MEND.matcher(finding);
        assertThat(mend.find()).isTrue();
        set(mend.group(1), mend.group(2), mend.group(3));
    }
}
