package io.myelin.store.kafka.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.TestLogs;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.record.SnapshotFormat;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.Use;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class KafkaSnapshotsIT {

    private static final String LOG_ID = "log-1";
    private static final String ORDER = "order-1";

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private LogTopic topic;

    @BeforeEach
    void createTopic() throws Exception {
        topic = TestLogs.newTopic();
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void a_snapshot_is_found_at_once_by_who_took_it_and_soon_by_others() {
        KafkaSnapshots one = node("one");
        KafkaSnapshots two = node("two");

        one.store(snapshot(ORDER, 7));

        assertThat(number(one, ORDER)).hasValue(7L);
        await().until(() -> number(two, ORDER).isPresent());
        assertThat(two.find(ORDER))
                .hasValueSatisfying(
                        found -> assertThat(found).usingRecursiveComparison().isEqualTo(snapshot(ORDER, 7)));
    }

    @Test
    void a_node_that_starts_knows_the_snapshots_that_are_there() throws Exception {
        KafkaSnapshots before = node("index");
        before.store(snapshot(ORDER, 7));
        before.store(snapshot(ORDER, 9));
        closeAll();

        assertThat(number(node("index"), ORDER)).hasValue(9L);
        assertThat(number(node("another"), ORDER)).hasValue(9L);
    }

    @Test
    void an_older_snapshot_never_replaces_a_newer_one() {
        KafkaSnapshots one = node("one");
        one.store(snapshot(ORDER, 9));

        one.store(snapshot(ORDER, 8));
        write(SnapshotFormat.toProducerRecord(topic.name(), LOG_ID, snapshot(ORDER, 5)));

        assertThat(number(one, ORDER)).hasValue(9L);
        assertThat(number(caughtUp(), ORDER)).hasValue(9L);
    }

    @Test
    void what_is_no_snapshot_of_this_log_is_ignored() {
        write(SnapshotFormat.toProducerRecord(topic.name(), "log-0", snapshot(ORDER, 7)));
        write(new ProducerRecord<>(topic.name(), ORDER.getBytes(UTF_8), "{}".getBytes(UTF_8)));
        write(new ProducerRecord<>(topic.name(), null, "{}".getBytes(UTF_8)));

        assertThat(caughtUp().find(ORDER)).isEmpty();
    }

    @Test
    void a_record_without_value_takes_the_snapshot_away() {
        KafkaSnapshots one = node("one");
        one.store(snapshot(ORDER, 7));
        await().until(() -> number(caughtUp(), ORDER).isPresent());

        write(new ProducerRecord<>(topic.name(), ORDER.getBytes(UTF_8), null));

        await().until(() -> one.find(ORDER).isEmpty());
    }

    @Test
    void a_snapshot_that_is_too_large_is_as_if_it_had_not_been_taken() {
        KafkaSnapshots one = node("one");
        one.store(snapshot(ORDER, 7));

        one.store(snapshot(ORDER, 8, new byte[2 * TestLogs.MAX_MESSAGE_BYTES]));

        await().until(() -> number(one, ORDER).equals(Optional.of(7L)));
    }

    /** Returns a new node that has read everything that was in the topic when it was opened. */
    private KafkaSnapshots caughtUp() {
        return node("caught-up-" + opened.size());
    }

    private KafkaSnapshots node(String name) {
        LogIndex index = LogIndex.open(directory.resolve(name), LOG_ID, IndexSettings.defaults());
        opened.push(index);
        KafkaSnapshots snapshots = KafkaSnapshots.open(new KafkaSnapshots.Parts(
                topic,
                LOG_ID,
                TestLogs.clients(),
                index.snapshots(),
                Use.WRITING,
                task -> new Thread(task, "snapshots-" + name)));
        opened.push(snapshots);
        return snapshots;
    }

    private static Optional<Long> number(KafkaSnapshots node, String aggregateId) {
        return node.find(aggregateId).map(LoggedEvent::sequenceNumber);
    }

    private static void write(ProducerRecord<byte[], byte[]> record) {
        try (Producer<byte[], byte[]> producer = TestLogs.clients().producer(16_384, TestLogs.MAX_MESSAGE_BYTES)) {
            producer.send(record).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static LoggedEvent snapshot(String aggregateId, long sequenceNumber) {
        return snapshot(aggregateId, sequenceNumber, "{\"lines\":3}".getBytes(UTF_8));
    }

    private static LoggedEvent snapshot(String aggregateId, long sequenceNumber, byte[] payload) {
        return new LoggedEvent(
                aggregateId + "#" + sequenceNumber,
                "Order",
                aggregateId,
                sequenceNumber,
                1_000,
                0,
                "snapshot:Order",
                "1",
                payload,
                new byte[0]);
    }
}
