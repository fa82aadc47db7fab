package io.myelin.store.kafka.log;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.record.RecordFormat;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as a {@link LogScan} found it; whether it counts is for {@link io.myelin.store.kafka.protocol.GroupReader} to say. Not
 * thread-safe.
 */
public final class ScannedRecord {

    private final ConsumerRecord<byte[], byte[]> consumed;
    private @Nullable LogRecord record;

    ScannedRecord(ConsumerRecord<byte[], byte[]> consumed) {
        this.consumed = consumed;
    }

    /**
     * Returns what the record is.
     *
     * @throws io.myelin.store.kafka.record.NewerFormatException if a newer version of this library wrote it
     */
    public LogRecord record() {
        LogRecord known = record;
        if (known == null) {
            known = RecordFormat.toLogRecord(consumed);
            record = known;
        }
        return known;
    }

    /** Returns its place in the log. */
    public long offset() {
        return consumed.offset();
    }

    /** Returns whether it says that it belongs to a group; a foreign record that does can't be read. */
    public boolean hasStamp() {
        return record instanceof LogRecord.Event || consumed.headers().lastHeader(RecordFormat.STAMP_HEADER) != null;
    }

    /** Returns the time that Kafka knows it by: of an event its own, of others when they were sent. */
    public Instant timestamp() {
        return Instant.ofEpochMilli(consumed.timestamp());
    }

    /** Returns the metadata as text by key, for readers of the topic that know Axon's Kafka extension only. */
    public Map<String, String> metaDataText() {
        return RecordFormat.metaDataText(consumed);
    }
}
