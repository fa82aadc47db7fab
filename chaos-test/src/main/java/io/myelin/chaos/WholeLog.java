package io.myelin.chaos;

import static java.util.Objects.requireNonNull;

import io.myelin.chaos.judge.ValidLog;
import io.myelin.chaos.writer.WriterStore;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.record.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a log as any consumer does, from its first record to what is its end now. */
public final class WholeLog {

    private static final Duration POLL_WAIT = Duration.ofSeconds(1);

    /** A cluster that was healed answers within this. */
    private static final Duration READ_MAX = Duration.ofMinutes(3);

    private WholeLog() {}

    /** Returns all of it, judged; the topic has one partition. */
    public static ValidLog read(String servers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<LogRecord> records = new ArrayList<>();
        long deadlineNs = System.nanoTime() + READ_MAX.toNanos();
        try (Consumer<byte[], byte[]> consumer = WriterStore.clients(servers).consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            while (records.size() < end) {
                if (System.nanoTime() > deadlineNs) {
                    throw new IllegalStateException("The log ends at %d, but only %d records could be read within %s."
                            .formatted(end, records.size(), READ_MAX));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_WAIT)) {
                    records.add(RecordFormat.toLogRecord(record));
                }
            }
        }
        return new ValidLog(records);
    }
}
