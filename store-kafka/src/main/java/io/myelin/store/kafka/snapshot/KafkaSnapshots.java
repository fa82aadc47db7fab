package io.myelin.store.kafka.snapshot;

import io.myelin.store.kafka.index.SnapshotIndex;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.record.SnapshotFormat;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.Use;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots in a compacted topic, read into the local index. Thread-safe. */
public final class KafkaSnapshots implements Snapshots, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaSnapshots.class);

    /** Snapshots that may be on their way to the topic and back; at 10 KB each they take 10 MB. More are found later only. */
    private static final int UNDERWAY_MAX = 1_000;

    /** What Kafka's producer collects for one request at most; its own default. Most snapshots are smaller. */
    private static final int BATCH_BYTES = 16_384;

    /** How long closing waits for snapshots that are on their way. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final LogTopic topic;
    private final String logId;
    private final SnapshotIndex index;
    /** Nobody in a node that only reads, which may not write. */
    private final @Nullable Producer<byte[], byte[]> producer;

    private final SnapshotTailer tailer;
    private final Thread tailerThread;
    private final Map<String, LoggedEvent> underway = new ConcurrentHashMap<>();

    private KafkaSnapshots(Parts parts, SnapshotTailer tailer) {
        this.topic = parts.topic();
        this.logId = parts.logId();
        this.index = parts.index();
        this.producer =
                parts.use() == Use.READING ? null : parts.clients().producer(BATCH_BYTES, topic.maxMessageBytes());
        this.tailer = tailer;
        this.tailerThread = parts.threads().newThread(() -> tailer.run(this::arrived));
    }

    /**
     * What snapshots are made of.
     *
     * @param topic the compacted topic, created and checked
     * @param logId Kafka's id of the topic that holds the events
     * @param clients make its Kafka clients
     * @param index to keep them in; it stays the caller's, to be closed after this
     * @param use whether to write snapshots or only to read them
     * @param threads makes the one thread that follows the topic
     */
    public record Parts(
            LogTopic topic, String logId, LogClients clients, SnapshotIndex index, Use use, ThreadFactory threads) {}

    /** Reads the snapshots that the index lacks, and follows the topic from there on. */
    public static KafkaSnapshots open(Parts parts) {
        SnapshotTailer tailer = new SnapshotTailer(parts);
        try {
            tailer.catchUp();
            KafkaSnapshots opened = new KafkaSnapshots(parts, tailer);
            opened.tailerThread.start();
            return opened;
        } catch (RuntimeException e) {
            tailer.close();
            throw e;
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told of every outcome.
    public void store(LoggedEvent snapshot) {
        String aggregateId = snapshot.aggregateId();
        if (producer == null) {
            return;
        }
        if (find(aggregateId)
                .filter(known -> known.sequenceNumber() > snapshot.sequenceNumber())
                .isPresent()) {
            return;
        }
        if (underway.size() < UNDERWAY_MAX) {
            underway.put(aggregateId, snapshot);
        }
        try {
            producer.send(SnapshotFormat.toProducerRecord(topic.name(), logId, snapshot), (metadata, failure) -> {
                if (failure != null) {
                    lost(snapshot, failure);
                }
            });
        } catch (KafkaException e) {
            lost(snapshot, e);
        }
    }

    @Override
    public Optional<LoggedEvent> find(String aggregateId) {
        LoggedEvent sent = underway.get(aggregateId);
        return sent == null ? index.find(aggregateId) : Optional.of(sent);
    }

    /** Waits for snapshots that are on their way, stops following the topic and releases the connections. Idempotent. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_WAIT);
        }
        tailer.stop();
        try {
            tailerThread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void arrived(String aggregateId, long sequenceNumber) {
        underway.computeIfPresent(aggregateId, (id, sent) -> sent.sequenceNumber() <= sequenceNumber ? null : sent);
    }

    private void lost(LoggedEvent snapshot, Exception cause) {
        underway.remove(snapshot.aggregateId(), snapshot);
        log.warn(
                "The snapshot of aggregate {} at event {} ({} bytes) could not be stored in topic '{}', which takes {} bytes."
                        + " The aggregate is loaded from its events until the next snapshot.",
                snapshot.aggregateId(),
                snapshot.sequenceNumber(),
                snapshot.payload().length,
                topic.name(),
                topic.maxMessageBytes(),
                cause);
    }
}
