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
import io.myelin.store.kafka.account.Account.PaidIn;
import io.myelin.store.kafka.account.Account.PayIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole application on Kafka. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class KafkaStoreIT {

    @TempDir
    Path directory;

    private final String topic = "accounts-" + UUID.randomUUID();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void an_application_goes_on_where_its_last_run_ended() {
        try (MyelinApplication app = started("index")) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            app.commandGateway().sendAndWait(new PayIn("a-1", 5));
        }

        try (MyelinApplication app = started("index")) {
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 2)))
                    .isEqualTo(7);
        }
        assertThat(registry.get("store.load").timer().count()).isPositive();
    }

    @Test
    void a_node_without_index_rebuilds_it_from_the_log() {
        try (MyelinApplication app = started("index")) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            IntStream.rangeClosed(1, 20).forEach(i -> app.commandGateway().sendAndWait(new PayIn("a-1", i)));
        }

        try (MyelinApplication app = started("another-index")) {
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 0)))
                    .isEqualTo(210);
        }
    }

    @Test
    void a_new_node_begins_with_a_backup_that_another_made_while_it_ran() {
        KafkaStore store = KafkaStore.with(settings("index").build());
        try (MyelinApplication app = application(store)) {
            app.start();
            app.commandGateway().sendAndWait(new Open("a-1"));
            store.backUpIndex(directory.resolve("backup"));
            app.commandGateway().sendAndWait(new PayIn("a-1", 5));

            assertThatThrownBy(() -> store.backUpIndex(directory.resolve("backup")))
                    .isInstanceOf(IndexUnusableException.class)
                    .hasMessageContaining("is there already");
        }

        try (MyelinApplication app = started("backup")) {
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 2)))
                    .isEqualTo(7);
        }
        assertThatThrownBy(() -> store.backUpIndex(directory.resolve("late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not open");
    }

    @Test
    void two_nodes_that_change_the_same_account_lose_nothing() {
        try (MyelinApplication one = started("one");
                MyelinApplication two = started("two")) {
            one.commandGateway().sendAndWait(new Open("a-1"));
            await().until(() -> two.eventStore().lastSequenceNumberFor("a-1").isPresent());

            List<CompletableFuture<Object>> payments = IntStream.range(0, 100)
                    .mapToObj(i -> gateway(i, one, two).send(new PayIn("a-1", 1)))
                    .toList();
            payments.forEach(CompletableFuture::join);

            assertThat(one.commandGateway().<Long>sendAndWait(new PayIn("a-1", 0)))
                    .isEqualTo(100);
        }
    }

    @Test
    void a_processor_sees_every_event_soon_after_its_commit() {
        List<EventMessage<?>> seen = new CopyOnWriteArrayList<>();
        try (MyelinApplication app = MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .module(KafkaStore.with(settings("index").build()))
                .module(configurer -> {
                    configurer.registerComponent(TokenStore.class, c -> new InMemoryTokenStore());
                    configurer.eventProcessing(processing -> processing
                            .usingPooledStreamingEventProcessors()
                            .registerEventHandler(c -> new PaymentsSeen(seen)));
                })
                .build()) {
            app.start();
            app.commandGateway().sendAndWait(new Open("a-1"));
            IntStream.range(0, 10).forEach(i -> app.commandGateway().sendAndWait(new PayIn("a-1", i)));

            await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 10);
        }
        assertThat(seen)
                .map(event -> ((DomainEventMessage<?>) event).getSequenceNumber())
                .isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
    }

    @Test
    void an_account_is_loaded_from_its_snapshot_on_every_node() {
        try (MyelinApplication app = started("index")) {
            app.commandGateway().sendAndWait(new Open("a-1"));
            IntStream.range(0, 12).forEach(i -> app.commandGateway().sendAndWait(new PayIn("a-1", 1)));
            await().until(() -> firstLoaded(app) > 0);
        }

        try (MyelinApplication app = started("another-index")) {
            assertThat(firstLoaded(app)).isPositive();
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-1", 0)))
                    .isEqualTo(12);
        }
    }

    @Test
    void a_store_that_is_not_open_says_so() {
        MyelinApplication app = application("index");

        assertThatThrownBy(() -> app.eventStore().readEvents("a-1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(topic)
                .hasMessageContaining("Start it first");
        app.start();
        app.close();
        assertThatThrownBy(() -> app.eventStore().readEvents("a-1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_index_in_use_stops_the_start_and_leaves_nothing_open() {
        try (MyelinApplication first = started("index")) {
            assertThatThrownBy(() -> started("index")).hasMessageContaining("index");
            assertThat(first.commandGateway().<String>sendAndWait(new Open("a-1")))
                    .isEqualTo("a-1");
        }

        started("index").close();
    }

    private static CommandGateway gateway(int i, MyelinApplication one, MyelinApplication two) {
        return i % 2 == 0 ? one.commandGateway() : two.commandGateway();
    }

    private static long firstLoaded(MyelinApplication app) {
        return app.eventStore().readEvents("a-1").next().getSequenceNumber();
    }

    private MyelinApplication started(String index) {
        MyelinApplication app = application(index);
        app.start();
        return app;
    }

    private MyelinApplication application(String index) {
        return application(KafkaStore.with(settings(index).build()));
    }

    private MyelinApplication application(KafkaStore store) {
        return MyelinApplication.builder()
                .aggregate(Account.class, options -> options.snapshotEvery(10))
                .events(AccountEvent.class)
                .module(store)
                .meterRegistry(registry)
                .build();
    }

    private KafkaStoreSettings.Builder settings(String index) {
        return KafkaStoreSettings.log(topic)
                .bootstrapServers(SharedEmbeddedKafka.bootstrapServers())
                .indexDirectory(directory.resolve(index));
    }

    /** Keeps the payments that it is given. */
    record PaymentsSeen(List<EventMessage<?>> seen) {

        @EventHandler(payloadType = PaidIn.class)
        void on(EventMessage<?> message) {
            seen.add(message);
        }
    }
}
