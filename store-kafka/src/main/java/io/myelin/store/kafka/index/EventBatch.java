package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Turns valid groups into one write batch, through buffers that RocksDB reads in place. Not thread-safe. */
final class EventBatch {

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    /** Room for usual events; an event that needs more gets a larger buffer, which is kept. */
    private static final int VALUE_BYTES_MIN = 16 << 10;

    private final ByteBuffer key = ByteBuffer.allocateDirect(EventKey.BYTES);
    private final ByteBuffer head = ByteBuffer.allocateDirect(Long.BYTES);
    private final List<WrittenEvent> written = new ArrayList<>();
    private ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BYTES_MIN);

    void fill(Database database, WriteBatch target, List<ValidGroup> groups, Applied after) throws RocksDBException {
        written.clear();
        for (ValidGroup group : groups) {
            for (LogRecord.Event record : group.records()) {
                LoggedEvent event = record.event();
                WrittenEvent keys = new WrittenEvent(
                        Digest.of(event.aggregateId()), event.sequenceNumber(), Digest.of(event.eventId()));
                written.add(keys);
                putEvent(database, target, keys, record);
                putHead(database, target, keys);
                putIdentifier(database, target, keys);
            }
        }
        target.put(database.handle(Family.META), Applied.key(), after.bytes());
    }

    /** Returns the events that the last call of {@link #fill} put, in order. */
    List<WrittenEvent> written() {
        return written;
    }

    private void putEvent(Database database, WriteBatch target, WrittenEvent keys, LogRecord.Event record)
            throws RocksDBException {
        setKey(keys.aggregate()).putLong(keys.sequenceNumber());
        int sizeMax = EventCodec.sizeMax(record.event());
        if (value.capacity() < sizeMax) {
            value = ByteBuffer.allocateDirect(sizeMax);
        }
        EventCodec.encode(record.offset(), record.event(), value.clear());
        target.put(database.handle(Family.EVENTS), key.flip(), value.flip());
    }

    private void putHead(Database database, WriteBatch target, WrittenEvent keys) throws RocksDBException {
        setKey(keys.aggregate());
        head.clear().putLong(keys.sequenceNumber());
        target.put(database.handle(Family.HEADS), key.flip(), head.flip());
    }

    private void putIdentifier(Database database, WriteBatch target, WrittenEvent keys) throws RocksDBException {
        setKey(keys.identifier());
        target.put(database.handle(Family.IDENTIFIERS), key.flip(), NOTHING.clear());
    }

    private ByteBuffer setKey(Digest digest) {
        return key.clear().putLong(digest.high()).putLong(digest.low());
    }
}
