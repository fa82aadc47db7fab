package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.AccessRights;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.Login;
import io.myelin.store.kafka.account.Account;
import io.myelin.store.kafka.account.Account.AccountEvent;
import io.myelin.store.kafka.account.Account.Open;
import io.myelin.store.kafka.account.Account.PayIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
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

    @TempDir
    private static Path brokerDirectory;

    @TempDir
    private Path directory;

    private static EmbeddedKafka kafka;
    private static AccessRights rights;

    private final String topic = "accounts-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(brokerDirectory)
                .secured(ADMIN, WRITER, READER)
                .build()
                .start();
        rights = AccessRights.of(kafka, ADMIN);
    }

    @AfterAll
    static void stop() {
        rights.close();
        kafka.close();
    }

    @AfterEach
    void takeAllRightsAway() {
        rights.withdrawAll();
    }

    @Test
    void a_writer_creates_appends_snapshots_and_starts_again_with_the_rights_listed() {
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
    void a_writer_without_one_of_them_is_told_which(Right missing) {
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
    void a_writer_that_may_not_create_a_missing_topic_is_told_which(Right missing) {
        grant(WRITER, WRITER_RIGHTS);
        grant(WRITER, without(missing, CREATOR_RIGHTS));

        assertThat(catchThrowable(() -> started(writer())))
                .hasStackTraceContaining("User:writer may not Create topic '" + topic + missing.suffix() + "'");
    }

    @Test
    void a_reader_follows_and_loads_with_the_rights_listed_and_refuses_commands() {
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
    void a_reader_without_one_of_them_is_told_which(Right missing) {
        writeOneAccount();
        grant(READER, without(missing, READER_RIGHTS));

        assertThat(catchThrowable(() -> started(settings(READER).readOnly().build())))
                .hasStackTraceContaining("User:reader may not")
                .hasStackTraceContaining(missing.spoken())
                .hasStackTraceContaining(" topic '" + topic + missing.suffix() + "'");
    }

    @Test
    void a_writer_whose_right_to_write_is_taken_away_goes_on_when_it_is_back() {
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
    void a_node_whose_right_to_read_is_taken_away_stops_and_says_so() {
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

    private void grant(Login login, List<Right> granted) {
        rights.grant(login, onTopics(granted));
    }

    private void takeAway(Login login, List<Right> withdrawn) {
        rights.withdraw(login, onTopics(withdrawn));
    }

    private List<AccessRights.Right> onTopics(List<Right> ofTheLog) {
        return ofTheLog.stream()
                .map(right -> AccessRights.Right.topic(topic + right.suffix(), right.operation()))
                .toList();
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
