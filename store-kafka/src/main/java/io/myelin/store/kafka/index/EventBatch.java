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
    private final List<Digest> identifiers = new ArrayList<>();
    private ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BYTES_MIN);

    void fill(Database database, WriteBatch target, List<ValidGroup> groups, Applied after) throws RocksDBException {
        identifiers.clear();
        for (ValidGroup group : groups) {
            for (LogRecord.Event record : group.records()) {
                putEvent(database, target, record);
                putIdentifier(database, target, record.event());
            }
        }
        target.put(database.handle(Family.META), Applied.key(), after.bytes());
    }

    /** Returns the identifiers of the events that the last call of {@link #fill} put. */
    List<Digest> identifiers() {
        return identifiers;
    }

    private void putEvent(Database database, WriteBatch target, LogRecord.Event record) throws RocksDBException {
        LoggedEvent event = record.event();
        Digest aggregate = Digest.of(event.aggregateId());
        key.clear()
                .putLong(aggregate.high())
                .putLong(aggregate.low())
                .putLong(event.sequenceNumber())
                .flip();
        int sizeMax = EventCodec.sizeMax(event);
        if (value.capacity() < sizeMax) {
            value = ByteBuffer.allocateDirect(sizeMax);
        }
        EventCodec.encode(record.offset(), event, value.clear());
        target.put(database.handle(Family.EVENTS), key, value.flip());
    }

    private void putIdentifier(Database database, WriteBatch target, LoggedEvent event) throws RocksDBException {
        Digest identifier = Digest.of(event.eventId());
        identifiers.add(identifier);
        key.clear().putLong(identifier.high()).putLong(identifier.low()).flip();
        target.put(database.handle(Family.IDENTIFIERS), key, NOTHING.clear());
    }
}
