package io.myelin.store.kafka.log;

import static io.myelin.store.kafka.log.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a log shares with others, with foreign hands, with a bad connection, and with its own past. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class SharedLogIT {

    private static final int BATCH_BYTES = 1_000_061;

    @TempDir
    Path directory;

    @Test
    void two_writers_of_one_log_never_both_win_and_agree_in_the_end() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog one = open(topic, "one");
                TestLogs.OpenedLog other = open(topic, "other")) {
            int committed = appendConcurrently(List.of(one.log(), other.log()), 4, 25);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(eventIds(one)).isEqualTo(eventIds(other)));
            List<String> valid = readAll(one.log());
            assertThat(valid).hasSize(committed).doesNotHaveDuplicates();
            assertThat(Set.copyOf(eventIds(one))).isEqualTo(Set.copyOf(valid));
        }
    }

    @Test
    void sends_of_unknown_outcome_are_resolved_by_fences_to_what_is_true() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        SplittableRandom random = new SplittableRandom(7);
        try (TestLogs.OpenedLog opened = TestLogs.open(
                topic,
                directory.resolve("index"),
                LogSettings.defaults(),
                parts -> KafkaCommitLog.open(
                        parts,
                        () -> LossyProducer.around(
                                parts.clients().producer(BATCH_BYTES, TestLogs.MAX_MESSAGE_BYTES), 10, random)))) {

            int committed = appendConcurrently(List.of(opened.log()), 8, 25);

            assertThat(committed).isEqualTo(8 * 25);
            assertThat(readAll(opened.log())).hasSize(committed).doesNotHaveDuplicates();
            assertThat(opened.count("store.fences")).isPositive();
        }
    }

    @Test
    void a_restart_goes_on_where_the_log_ends() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog before = open(topic, "index")) {
            append(before.log(), event("order-1", 0));
        }

        try (TestLogs.OpenedLog after = open(topic, "index")) {
            assertThat(append(after.log(), event("again", "order-1", 0)))
                    .isEqualTo(new AppendResult.SequenceConflict("order-1", 0, 0));
            assertThat(append(after.log(), event("order-1", 1))).isInstanceOf(AppendResult.Committed.class);
        }
    }

    @Test
    void a_lost_index_is_rebuilt_from_the_log() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog before = open(topic, "index")) {
            append(before.log(), event("order-1", 0), event("order-1", 1));
        }

        try (TestLogs.OpenedLog rebuilt = open(topic, "another")) {
            assertThat(rebuilt.log().events("order-1", 0)).hasSize(2);
        }
    }

    @Test
    void foreign_records_are_skipped_and_counted() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog opened = open(topic, "index")) {
            append(opened.log(), event("order-1", 0));
            writeForeign(topic);
            append(opened.log(), event("order-1", 1));

            assertThat(opened.log().events("order-1", 0)).hasSize(2);
            assertThat(opened.count("store.records.skipped", "kind", "foreign")).isEqualTo(1);
        }
    }

    @Test
    void an_event_larger_than_the_topic_takes_is_refused_with_size_limit_and_setting() throws Exception {
        try (TestLogs.OpenedLog opened = open(TestLogs.newTopic(), "index")) {
            LoggedEvent small = event("order-1", 0).event();
            LoggedEvent large = new LoggedEvent(
                    "large",
                    "Order",
                    "order-1",
                    0,
                    small.timestampMs(),
                    0,
                    "order-changed",
                    "1",
                    new byte[2_000_000],
                    new byte[0]);

            assertThatThrownBy(() -> append(opened.log(), new NewEvent(large, Map.of())))
                    .isInstanceOf(CommitNotStoredException.class)
                    .hasMessageContaining("2000")
                    .hasMessageContaining("1048588")
                    .hasMessageContaining("max.message.bytes");
            assertThat(append(opened.log(), event("order-1", 0))).isInstanceOf(AppendResult.Committed.class);
        }
    }

    @Test
    void an_index_that_is_ahead_of_the_log_is_refused() throws Exception {
        LogTopic full = TestLogs.newTopic();
        try (TestLogs.OpenedLog before = open(full, "index")) {
            append(before.log(), event("order-1", 0));
        }
        LogTopic empty = TestLogs.newTopic();
        LogTopic passedOff = new LogTopic(empty.name(), full.topicId(), TestLogs.MAX_MESSAGE_BYTES, 1, 1);

        assertThatThrownBy(() -> open(passedOff, "index"))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("below offset 1")
                .hasMessageContaining("ends at 0");
    }

    private TestLogs.OpenedLog open(LogTopic topic, String index) {
        return TestLogs.open(topic, directory.resolve(index), LogSettings.defaults());
    }

    private static AppendResult append(CommitLog log, NewEvent... events) {
        return log.append(List.of(events));
    }

    /** Each thread appends to three aggregates in turn, always what it believes is next; returns how many were committed. */
    private static int appendConcurrently(List<KafkaCommitLog> logs, int threads, int appends) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads * logs.size());
        try {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (CommitLog log : logs) {
                for (int thread = 0; thread < threads; thread++) {
                    String caller = "caller-" + callers.size();
                    callers.add(() -> appendInTurn(log, caller, appends));
                }
            }
            int committed = 0;
            for (Future<Integer> future : executor.invokeAll(callers)) {
                committed += future.get();
            }
            return committed;
        } finally {
            executor.shutdownNow();
        }
    }

    private static int appendInTurn(CommitLog log, String caller, int appends) {
        int committed = 0;
        int attempt = 0;
        while (committed < appends) {
            String aggregate = "order-" + attempt % 3;
            String eventId = caller + "-" + attempt++;
            long next = log.lastSequenceNumber(aggregate) + 1;
            AppendResult result = log.append(List.of(event(eventId, aggregate, next)));
            committed += result instanceof AppendResult.Committed ? 1 : 0;
        }
        return committed;
    }

    private static List<String> eventIds(TestLogs.OpenedLog opened) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            opened.index().events("order-" + i, 0).forEach(event -> ids.add(event.eventId()));
        }
        return ids;
    }

    private static List<String> readAll(CommitLog log) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        try (CommitLog.ValidReader reader = log.readFrom(0)) {
            while (reader.position() < log.position()) {
                for (LogRecord.Event event : reader.poll(1_000, Duration.ofSeconds(5))) {
                    ids.add(event.event().eventId());
                }
            }
        }
        return ids;
    }

    private static void writeForeign(LogTopic topic) throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());
        try (Producer<byte[], byte[]> stranger =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            stranger.send(new ProducerRecord<>(topic.name(), 0, null, "not ours".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }
}
