package io.myelin.store.kafka.record;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of one event whose parts a test replaces. */
final class StampRecords {

    static final LoggedEvent PLACED = new LoggedEvent(
            "event-1", "Order", "order-1", 0, 1_000, 0, "order-placed", null, new byte[] {1, 2}, new byte[0]);
    static final Stamp STAMP = new Stamp(new UUID(1, 2), 40, 3, 2, new UUID(3, 4), 1, 2);

    private StampRecords() {}

    static ProducerRecord<byte[], byte[]> sent() {
        return RecordFormat.toProducerRecord("orders", STAMP, new NewEvent(PLACED, Map.of()));
    }

    /** Returns what a record is whose stamp was replaced. */
    static LogRecord withStamp(byte[] stamp) {
        return withHeader(RecordFormat.STAMP_HEADER, stamp);
    }

    static LogRecord withHeader(String name, byte[] value) {
        ProducerRecord<byte[], byte[]> sent = sent();
        sent.headers().remove(name).add(name, value);
        return RecordFormat.toLogRecord(ConsumedRecords.consumed(sent, 42));
    }

    static LogRecord withoutHeader(String name) {
        ProducerRecord<byte[], byte[]> sent = sent();
        sent.headers().remove(name);
        return RecordFormat.toLogRecord(ConsumedRecords.consumed(sent, 42));
    }
}
