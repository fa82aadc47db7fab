package io.myelin.store.kafka.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.index.SnapshotChange;
import io.myelin.store.kafka.index.SnapshotIndex;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.record.SnapshotFormat;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the snapshots' topic into the index, first to its end and then on. For one thread, but for {@link #stop()}. */
final class SnapshotTailer implements AutoCloseable {

    /** Told of what was applied. */
    interface Arrivals {
        void applied(String aggregateId, long sequenceNumber);
    }

    private static final Logger log = LoggerFactory.getLogger(SnapshotTailer.class);

    /** A poll ends earlier when there is a record; this only bounds how long it sleeps. */
    private static final Duration POLL_WAIT = Duration.ofSeconds(1);

    /** Between attempts while the broker can't be read; old snapshots do meanwhile. */
    private static final long RETRY_PAUSE_MS = 1_000;

    /** Polls in a row without a record after which the start goes on without the newest snapshots. */
    private static final int EMPTY_POLLS_MAX = 30;

    private final KafkaSnapshots.Parts parts;
    private final SnapshotIndex index;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final CountDownLatch stopped = new CountDownLatch(1);

    SnapshotTailer(KafkaSnapshots.Parts parts) {
        this.parts = parts;
        this.index = parts.index();
        this.partition = new TopicPartition(parts.topic().name(), parts.topic().partition());
        this.consumer = parts.clients().consumer();
        consumer.assign(List.of(partition));
        consumer.seek(partition, index.startOf(parts.topic().topicId()));
    }

    void catchUp() {
        long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
        long applied = 0;
        int emptyPolls = 0;
        while (consumer.position(partition) < end && emptyPolls < EMPTY_POLLS_MAX) {
            int records = runOnce((aggregateId, sequenceNumber) -> {});
            applied += records;
            emptyPolls = records == 0 ? emptyPolls + 1 : 0;
        }
        if (applied > 0) {
            log.info("Read {} snapshots of topic '{}' that the index lacked.", applied, partition.topic());
        }
    }

    /** Follows the topic until {@link #stop()}, then closes the connection. */
    void run(Arrivals arrivals) {
        try {
            while (stopped.getCount() > 0) {
                try {
                    runOnce(arrivals);
                } catch (KafkaException e) {
                    log.warn(
                            "Topic '{}' can't be read now; trying again, with the snapshots known so far.",
                            partition.topic(),
                            e);
                    pause();
                }
            }
        } catch (RuntimeException e) {
            log.error(
                    "Following topic '{}' has ended; snapshots that other nodes take are not seen any more.",
                    partition.topic(),
                    e);
        } finally {
            close();
        }
    }

    /** Applies what the next poll brings, and returns how many records that were. */
    int runOnce(Arrivals arrivals) {
        List<ConsumerRecord<byte[], byte[]>> records = poll();
        if (records.isEmpty()) {
            return 0;
        }
        Collection<SnapshotChange> changes = changes(records);
        index.apply(List.copyOf(changes), consumer.position(partition));
        for (SnapshotChange change : changes) {
            LoggedEvent snapshot = change.snapshot();
            arrivals.applied(change.aggregateId(), snapshot == null ? Long.MAX_VALUE : snapshot.sequenceNumber());
        }
        return records.size();
    }

    /** From any thread. */
    void stop() {
        stopped.countDown();
        consumer.wakeup();
    }

    /** Doesn't wait for the answer to the fetch that is under way, which takes half a second when nothing happens. */
    @Override
    @SuppressWarnings("deprecation") // The method that replaces this one is not there in the clients of Kafka 3.9.
    public void close() {
        consumer.close(Duration.ZERO);
    }

    private List<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            return consumer.poll(POLL_WAIT).records(partition);
        } catch (WakeupException e) {
            return List.of();
        } catch (OffsetOutOfRangeException e) {
            log.warn("Topic '{}' is not the one that was read before; reading it from its start.", partition.topic());
            consumer.seekToBeginning(List.of(partition));
            return List.of();
        }
    }

    /** Returns what the records change: one change for each aggregate. */
    private Collection<SnapshotChange> changes(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, SnapshotChange> changes = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            change(record).ifPresent(change -> {
                if (!isOlder(change, changes.get(change.aggregateId()))) {
                    changes.put(change.aggregateId(), change);
                }
            });
        }
        return changes.values();
    }

    /** A record without value takes its aggregate's snapshot away; one that can't be read says nothing. */
    private Optional<SnapshotChange> change(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return Optional.empty();
        }
        String aggregateId = new String(record.key(), UTF_8);
        if (record.value() == null) {
            return Optional.of(new SnapshotChange(record.offset(), aggregateId, null));
        }
        return SnapshotFormat.toSnapshot(record, parts.logId())
                .map(snapshot -> new SnapshotChange(record.offset(), aggregateId, snapshot));
    }

    /** Two nodes may take a snapshot of one aggregate at once, and the older one may be written last. */
    private boolean isOlder(SnapshotChange change, @Nullable SnapshotChange before) {
        LoggedEvent snapshot = change.snapshot();
        if (snapshot == null) {
            return false;
        }
        LoggedEvent known = before == null ? index.find(change.aggregateId()).orElse(null) : before.snapshot();
        return known != null && known.sequenceNumber() > snapshot.sequenceNumber();
    }

    private void pause() {
        try {
            if (stopped.await(RETRY_PAUSE_MS, TimeUnit.MILLISECONDS)) {
                log.debug("Stopped while waiting to read topic '{}' again.", partition.topic());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
