package io.myelin.store.kafka.log;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.record.RecordFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;

/** Reads one log's records in order, from any offset on. Not thread-safe, but for {@link #wakeUp()}. */
final class LogReader implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    /** The offset after the last record that was fetched, where the next fetch begins. */
    private long fetchedUntil = -1;

    LogReader(LogClients clients, String topic) {
        this.consumer = clients.consumer();
        this.partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
    }

    /**
     * Returns records from an offset on, as far as every in-sync replica has them.
     *
     * @param from the least offset to return
     * @param recordsMax at least 1
     * @param wait how long to wait if there are none yet
     * @return empty if none came in time, or {@link #wakeUp()} was called
     */
    List<LogRecord> read(long from, int recordsMax, Duration wait) {
        return read(from, recordsMax, wait, RecordFormat::toLogRecord);
    }

    /** As {@link #read(long, int, Duration)}, for readers who want more of a record than what it means. */
    <R> List<R> read(long from, int recordsMax, Duration wait, Function<ConsumerRecord<byte[], byte[]>, R> form) {
        dropBelow(from);
        if (fetched.isEmpty()) {
            fetch(from, wait);
        }
        List<R> records = new ArrayList<>(Math.min(recordsMax, fetched.size()));
        while (!fetched.isEmpty() && records.size() < recordsMax) {
            records.add(form.apply(fetched.removeFirst()));
        }
        return records;
    }

    /**
     * Returns the offset that the next fetch asks for: behind the last record that was fetched, and behind places that
     * hold none, as transactions of others and compaction leave them.
     */
    long fetchPosition() {
        return consumer.position(partition);
    }

    private void dropBelow(long from) {
        if (!fetched.isEmpty() && fetched.getFirst().offset() > from) {
            fetched.clear();
        }
        while (!fetched.isEmpty() && fetched.getFirst().offset() < from) {
            fetched.removeFirst();
        }
    }

    private void fetch(long from, Duration wait) {
        if (fetchedUntil != from) {
            consumer.seek(partition, from);
            fetchedUntil = from;
        }
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait).records(partition)) {
                fetched.addLast(record);
                fetchedUntil = record.offset() + 1;
            }
        } catch (WakeupException e) {
            // Somebody has something more urgent for this thread; nothing was lost.
            return;
        } catch (TopicAuthorizationException e) {
            throw new StoreFailedException(
                    "This client may not Read topic '%s', so its events can't be followed. Grant the right, as docs/operations/security.md says, and start again."
                            .formatted(partition.topic()),
                    e);
        } catch (OffsetOutOfRangeException e) {
            throw new StoreFailedException(
                    ("Topic '%s' no longer holds offset %d: it begins at %d and ends at %d. Events that the store has read are gone;"
                                    + " the topic was deleted, truncated, or cleaned. Stop all writers of this log, keep the index directories, and see docs/operations/behind-the-back.md.")
                            .formatted(partition.topic(), from, beginning(), end()),
                    e);
        }
    }

    /** Returns the offset after the newest record that every in-sync replica has. */
    long end() {
        return requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }

    /** Returns the offset of the oldest record. */
    long beginning() {
        return requireNonNull(consumer.beginningOffsets(List.of(partition)).get(partition));
    }

    /** Returns the least offset of a record whose timestamp is at or after {@code time}, or {@code otherwise} if none is. */
    long offsetAt(Instant time, long otherwise) {
        Map<TopicPartition, OffsetAndTimestamp> found =
                consumer.offsetsForTimes(Map.of(partition, Math.max(0, time.toEpochMilli())));
        OffsetAndTimestamp first = found.get(partition);
        return first == null ? otherwise : first.offset();
    }

    /** Makes a {@link #read} that waits, or the next one, return at once. From any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
