package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.Login;
import io.myelin.store.kafka.account.Account;
import io.myelin.store.kafka.account.Account.AccountEvent;
import io.myelin.store.kafka.account.Account.Open;
import io.myelin.store.kafka.account.Account.PayIn;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.TopicInspection;
import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rights that docs/operations/security.md lists suffice on a broker with TLS, logins and ACLs, and each is needed.
 * Whatever an ACL doesn't allow, the broker refuses; so a right that isn't listed here isn't used.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class SecurityIT {

    private static final Login ADMIN = new Login("admin", "of-the-admin");
    private static final Login WRITER = new Login("writer", "of-the-writer");
    private static final Login READER = new Login("reader", "of-the-reader");
    private static final Login TOOL = new Login("tool", "of-the-tool");

    private static final List<Right> WRITER_RIGHTS = List.of(
            new Right("", AclOperation.READ),
            new Right("", AclOperation.WRITE),
            new Right("", AclOperation.DESCRIBE_CONFIGS),
            new Right("-snapshots", AclOperation.READ),
            new Right("-snapshots", AclOperation.WRITE),
            new Right("-snapshots", AclOperation.DESCRIBE_CONFIGS));

    private static final List<Right> CREATOR_RIGHTS =
            List.of(new Right("", AclOperation.CREATE), new Right("-snapshots", AclOperation.CREATE));

    private static final List<Right> READER_RIGHTS = List.of(
            new Right("", AclOperation.READ),
            new Right("", AclOperation.DESCRIBE_CONFIGS),
            new Right("-snapshots", AclOperation.READ),
            new Right("-snapshots", AclOperation.DESCRIBE_CONFIGS));

    private static final List<Right> TOOL_RIGHTS =
            List.of(new Right("", AclOperation.READ), new Right("", AclOperation.DESCRIBE_CONFIGS));

    @TempDir
    private static Path brokerDirectory;

    @TempDir
    private Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    private final String topic = "accounts-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(brokerDirectory)
                .secured(ADMIN, WRITER, READER, TOOL)
                .build()
                .start();
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties(ADMIN));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(properties);
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @AfterEach
    void takeAllRightsAway() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        await().until(() ->
                admin.describeAcls(AclBindingFilter.ANY).values().get().isEmpty());
    }

    @Test
    void a_writer_creates_appends_snapshots_and_starts_again_with_the_rights_listed() throws Exception {
        grant(WRITER, CREATOR_RIGHTS);
        grant(WRITER, WRITER_RIGHTS);

        try (MyelinApplication app = started(writer())) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            IntStream.range(0, 12).forEach(i -> app.commandGateway().sendAndWait(new PayIn("a-1", 1)));
            await().until(() -> app.eventStore().readEvents("a-1").next().getSequenceNumber() > 0);
        }
        takeAway(WRITER, CREATOR_RIGHTS);
        try (MyelinApplication app = started(writer())) {
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 1)))
                    .isEqualTo(13);
        }
    }

    static Stream<Right> needed_by_a_writer() {
        return WRITER_RIGHTS.stream();
    }

    @ParameterizedTest
    @MethodSource("needed_by_a_writer")
    void a_writer_without_one_of_them_is_told_which(Right missing) throws Exception {
        writeOneAccount();
        grant(WRITER, without(missing, WRITER_RIGHTS));

        assertThat(catchThrowable(() -> started(writer())))
                .hasStackTraceContaining("User:writer may not")
                .hasStackTraceContaining(missing.spoken() + " topic '" + topic + missing.suffix() + "'");
    }

    static Stream<Right> needed_to_create() {
        return CREATOR_RIGHTS.stream();
    }

    @ParameterizedTest
    @MethodSource("needed_to_create")
    void a_writer_that_may_not_create_a_missing_topic_is_told_which(Right missing) throws Exception {
        grant(WRITER, WRITER_RIGHTS);
        grant(WRITER, without(missing, CREATOR_RIGHTS));

        assertThat(catchThrowable(() -> started(writer())))
                .hasStackTraceContaining("User:writer may not Create topic '" + topic + missing.suffix() + "'");
    }

    @Test
    void a_reader_follows_and_loads_with_the_rights_listed_and_refuses_commands() throws Exception {
        writeOneAccount();
        grant(READER, READER_RIGHTS);
        List<EventMessage<?>> seen = new CopyOnWriteArrayList<>();

        try (MyelinApplication app = reading(seen)) {
            app.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 1);
            assertThat(app.eventStore().readEvents("a-1").asStream()).hasSize(2);
            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new PayIn("a-1", 1)))
                    .isInstanceOf(CommitNotStoredException.class)
                    .hasMessageContaining("This node only reads topic '" + topic + "'");
        }
    }

    static Stream<Right> needed_by_a_reader() {
        return READER_RIGHTS.stream();
    }

    @ParameterizedTest
    @MethodSource("needed_by_a_reader")
    void a_reader_without_one_of_them_is_told_which(Right missing) throws Exception {
        writeOneAccount();
        grant(READER, without(missing, READER_RIGHTS));

        assertThat(catchThrowable(() -> started(settings(READER).readOnly().build())))
                .hasStackTraceContaining("User:reader may not")
                .hasStackTraceContaining(missing.spoken())
                .hasStackTraceContaining(" topic '" + topic + missing.suffix() + "'");
    }

    @Test
    void a_tool_describes_and_reads_with_the_rights_listed() throws Exception {
        writeOneAccount();
        grant(TOOL, TOOL_RIGHTS);

        assertThat(inspect().findings()).isEmpty();
        assertThat(inspect().sizeBytes()).isEmpty();
        assertThat(eventsRead()).isEqualTo(2);
    }

    @Test
    void a_tool_that_may_describe_the_cluster_says_the_size_too() throws Exception {
        writeOneAccount();
        grant(TOOL, TOOL_RIGHTS);
        grant(new AclBinding(
                new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                entry(TOOL, AclOperation.DESCRIBE)));

        assertThat(inspect().sizeBytes()).isPresent();
    }

    static Stream<Right> needed_by_a_tool() {
        return TOOL_RIGHTS.stream();
    }

    @ParameterizedTest
    @MethodSource("needed_by_a_tool")
    void a_tool_without_one_of_them_is_told_which(Right missing) throws Exception {
        writeOneAccount();
        grant(TOOL, without(missing, TOOL_RIGHTS));

        assertThatThrownBy(this::inspect)
                .isInstanceOf(StoreSetupException.class)
                .hasMessageContaining("User:tool may not")
                .hasMessageContaining(missing.spoken());
    }

    @Test
    void a_scan_without_the_right_to_read_says_so() throws Exception {
        writeOneAccount();
        grant(TOOL, List.of(new Right("", AclOperation.DESCRIBE)));

        assertThatThrownBy(this::eventsRead)
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("may not Read topic '" + topic + "'")
                .hasMessageContaining("docs/operations/security.md");
    }

    @Test
    void a_writer_whose_right_to_write_is_taken_away_goes_on_when_it_is_back() throws Exception {
        grant(WRITER, CREATOR_RIGHTS);
        grant(WRITER, WRITER_RIGHTS);
        List<Right> write = List.of(new Right("", AclOperation.WRITE));

        try (MyelinApplication app =
                started(settings(WRITER).commitDeadline(Duration.ofSeconds(2)).build())) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            takeAway(WRITER, write);
            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new PayIn("a-1", 1)))
                    .isInstanceOf(CommitOutcomeUnknownException.class);

            grant(WRITER, write);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 0)) >= 0);
        }
    }

    @Test
    void a_node_whose_right_to_read_is_taken_away_stops_and_says_so() throws Exception {
        writeOneAccount();
        grant(READER, READER_RIGHTS);
        KafkaStore store = KafkaStore.with(settings(READER).readOnly().build());

        try (MyelinApplication app = application(store)) {
            app.start();
            takeAway(READER, List.of(new Right("", AclOperation.READ)));

            await().atMost(Duration.ofSeconds(30)).until(() -> store.status().state() == StoreStatus.State.FAILED);
            assertThat(store.status().problems())
                    .singleElement()
                    .asString()
                    .contains("may not Read topic '" + topic + "'");
        }
    }

    private void writeOneAccount() {
        try (MyelinApplication app = started(
                settings(ADMIN).indexDirectory(directory.resolve("of-admin")).build())) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            app.commandGateway().sendAndWait(new PayIn("a-1", 5));
        }
    }

    private KafkaStoreSettings writer() {
        return settings(WRITER).build();
    }

    private KafkaStoreSettings.Builder settings(Login login) {
        return KafkaStoreSettings.log(topic)
                .bootstrapServers(kafka.bootstrapServers())
                .clientProperties(kafka.clientProperties(login))
                .indexDirectory(directory.resolve("index"));
    }

    private static MyelinApplication started(KafkaStoreSettings settings) {
        MyelinApplication app = application(KafkaStore.with(settings));
        app.start();
        return app;
    }

    private static MyelinApplication application(KafkaStore store) {
        return MyelinApplication.builder()
                .aggregate(Account.class, options -> options.snapshotEvery(10))
                .events(AccountEvent.class)
                .module(store)
                .build();
    }

    private MyelinApplication reading(List<EventMessage<?>> seen) {
        return MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .module(KafkaStore.with(settings(READER).readOnly().build()))
                .module(configurer -> {
                    configurer.registerComponent(TokenStore.class, c -> new InMemoryTokenStore());
                    configurer.eventProcessing(processing -> processing
                            .usingPooledStreamingEventProcessors()
                            .registerEventHandler(c -> new KafkaStoreIT.PaymentsSeen(seen)));
                })
                .build();
    }

    private TopicReport inspect() {
        Map<String, String> properties = new HashMap<>(kafka.clientProperties(TOOL));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return TopicInspection.of(properties, TopicSettings.log(topic).build());
    }

    private int eventsRead() {
        LogClients clients = new LogClients(kafka.bootstrapServers(), kafka.clientProperties(TOOL));
        List<Long> offsets = new ArrayList<>();
        try (LogScan scan = LogScan.open(clients, topic)) {
            scan.events(0, scan.end(), event -> offsets.add(event.logged().offset()));
        }
        return offsets.size();
    }

    private void grant(Login login, List<Right> rights) throws Exception {
        grant(bindings(login, rights).toArray(AclBinding[]::new));
    }

    /** Waits until the broker has heard of them, which the controller's answer does not say. */
    private static void grant(AclBinding... bindings) throws Exception {
        admin.createAcls(List.of(bindings)).all().get();
        await().until(() ->
                admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(List.of(bindings)));
    }

    private void takeAway(Login login, List<Right> rights) throws Exception {
        List<AclBindingFilter> filters =
                bindings(login, rights).stream().map(AclBinding::toFilter).toList();
        admin.deleteAcls(filters).all().get();
        await().until(() -> admin.describeAcls(filters.get(0)).values().get().isEmpty());
    }

    private List<AclBinding> bindings(Login login, List<Right> rights) {
        return rights.stream()
                .map(right -> new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic + right.suffix(), PatternType.LITERAL),
                        entry(login, right.operation())))
                .toList();
    }

    private static AccessControlEntry entry(Login login, AclOperation operation) {
        return new AccessControlEntry("User:" + login.user(), "*", operation, AclPermissionType.ALLOW);
    }

    private static List<Right> without(Right missing, List<Right> rights) {
        return rights.stream().filter(right -> !right.equals(missing)).toList();
    }

    /** A right to one of the log's topics. */
    record Right(String suffix, AclOperation operation) {

        /** As {@code kafka-acls.sh} and the messages say it. */
        String spoken() {
            return switch (operation) {
                case READ -> "Read";
                case WRITE -> "Write";
                case CREATE -> "Create";
                default -> "DescribeConfigs";
            };
        }
    }
}
