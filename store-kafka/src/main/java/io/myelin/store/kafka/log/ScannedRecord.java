package io.myelin.store.kafka.log;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.record.RecordFormat;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record as a {@link LogScan} found it; whether it counts is for {@link io.myelin.store.kafka.protocol.GroupReader} to say. */
public final class ScannedRecord {

    private final ConsumerRecord<byte[], byte[]> consumed;
    private final LogRecord record;

    ScannedRecord(ConsumerRecord<byte[], byte[]> consumed) {
        this.consumed = consumed;
        this.record = RecordFormat.toLogRecord(consumed);
    }

    /** Returns what the record is. */
    public LogRecord record() {
        return record;
    }

    /** Returns its place in the log. */
    public long offset() {
        return record.offset();
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
