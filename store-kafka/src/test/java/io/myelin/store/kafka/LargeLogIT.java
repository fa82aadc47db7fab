package io.myelin.store.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.core.command.CommandRefusedException;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.account.Account.PayIn;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.log.TestLogs;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start of a node on a log that is larger than its memory; {@code ./bench index-start} does the same with ten million events. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(180)
class LargeLogIT {

    static final int ACCOUNTS = 30_000;
    static final int EVENTS = 10;

    private static final int ACCOUNTS_PER_COMMIT = 50;

    /** Room for the node's fixed needs (2 MB of events on their way, Kafka's buffers, Axon), not for 300,000 events. */
    private static final int HEAP_MIB = 96;

    private static final long INDEX_MIB = IndexSettings.MEMORY_BYTES_MIN >> 20;

    /** More code is compiled where more is done: 12 to 24 MiB were seen between a node on few events and one on all, the index included. */
    private static final int COMPILED_MIB = 16;

    @TempDir
    private static Path directory;

    private static final String TOPIC = "large-" + UUID.randomUUID();
    private static final String SMALL_TOPIC = "small-" + UUID.randomUUID();
    private static final Path INDEX = Path.of("filled");

    /** What a JVM takes for the same work on a log of a few hundred events: class data, compiled code, stacks and buffers differ by machine. */
    private static long smallLogMib;

    @BeforeAll
    static void fillTheLogs() throws Exception {
        fill(TOPIC, INDEX, ACCOUNTS);
        fill(SMALL_TOPIC, Path.of("small"), ACCOUNTS_PER_COMMIT);
        smallLogMib = LoadedNode.run(SMALL_TOPIC, directory.resolve("small"), ACCOUNTS_PER_COMMIT, HEAP_MIB)
                .residentMib();
    }

    private static void fill(String topic, Path index, int accounts) {
        LogTopic prepared = TopicSetup.prepare(
                        Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers()),
                        TopicSettings.log(topic).build())
                .log();
        try (TestLogs.OpenedLog log = TestLogs.open(prepared, directory.resolve(index), LogSettings.defaults())) {
            for (int first = 0; first < accounts; first += ACCOUNTS_PER_COMMIT) {
                List<NewEvent> commit = new ArrayList<>();
                for (int account = first; account < first + ACCOUNTS_PER_COMMIT; account++) {
                    addHistory("a-" + account, commit);
                }
                log.log().append(commit);
            }
        }
    }

    @Test
    void no_command_is_answered_from_an_index_that_lacks_events() {
        KafkaStore store = KafkaStore.with(
                LoadedNode.settings(SharedEmbeddedKafka.bootstrapServers(), TOPIC, directory.resolve("lost")));
        int refusals = 0;
        try (MyelinApplication app = LoadedNode.application(store)) {
            CompletableFuture<Void> start = CompletableFuture.runAsync(app::start);
            while (!start.isDone()) {
                try {
                    // The last account of the log: its events are read last.
                    assertThat(app.commandGateway()
                                    .<Long>send(new PayIn("a-" + (ACCOUNTS - 1), 0))
                                    .join())
                            .isEqualTo(EVENTS - 1);
                } catch (CompletionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfAny(CommandRefusedException.class, NoHandlerForCommandException.class);
                    refusals++;
                } catch (CommandRefusedException e) {
                    refusals++;
                }
            }
            start.join();

            assertThat(refusals).isPositive();
            assertThat(store.status().position()).isGreaterThanOrEqualTo((long) ACCOUNTS * EVENTS);
            assertThat(app.commandGateway().<Long>sendAndWait(new PayIn("a-" + (ACCOUNTS - 1), 0)))
                    .isEqualTo(EVENTS - 1);
        }
    }

    @Test
    void a_lost_index_is_rebuilt_within_the_memory_that_was_given() throws Exception {
        assertThatMemoryIsBounded(LoadedNode.run(TOPIC, directory.resolve("rebuilt"), ACCOUNTS, HEAP_MIB));
    }

    @Test
    void a_node_starts_with_its_index_and_works_all_over_it_within_the_memory_that_was_given() throws Exception {
        LoadedNode.Figures figures = LoadedNode.run(TOPIC, directory.resolve(INDEX), ACCOUNTS, HEAP_MIB);

        assertThatMemoryIsBounded(figures);
        assertThat(figures.start()).isLessThan(Duration.ofSeconds(10));
    }

    private static void assertThatMemoryIsBounded(LoadedNode.Figures figures) {
        assertThat(figures.residentMib() - smallLogMib)
                .as("%s, and %d MiB on a small log", figures, smallLogMib)
                .isLessThan(INDEX_MIB + COMPILED_MIB);
    }

    private static void addHistory(String account, List<NewEvent> events) {
        events.add(event(account, 0, "account-opened", "{\"account\":\"%s\"}"));
        for (int sequence = 1; sequence < EVENTS; sequence++) {
            events.add(event(account, sequence, "paid-in", "{\"account\":\"%s\",\"amount\":1}"));
        }
    }

    /** As the application would have stored it. */
    private static NewEvent event(String account, long sequence, String name, String json) {
        return new NewEvent(
                new LoggedEvent(
                        UUID.randomUUID().toString(),
                        "Account",
                        account,
                        sequence,
                        1_770_000_000_000L + sequence,
                        0,
                        name,
                        "1",
                        json.formatted(account).getBytes(UTF_8),
                        new byte[0]),
                Map.of());
    }
}
