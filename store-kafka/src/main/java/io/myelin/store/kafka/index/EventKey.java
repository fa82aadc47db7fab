package io.myelin.store.kafka.index;

import java.nio.ByteBuffer;

/**
 * An event's key: the digest of its aggregate, then its sequence number, both big-endian, so that RocksDB's order is theirs.
 *
 * @param aggregate whose event
 * @param sequenceNumber from 0
 */
record EventKey(Digest aggregate, long sequenceNumber) {

    static final int BYTES = Digest.BYTES + Long.BYTES;

    static EventKey of(String aggregateId, long sequenceNumber) {
        return new EventKey(Digest.of(aggregateId), sequenceNumber);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(aggregate.high())
                .putLong(aggregate.low())
                .putLong(sequenceNumber)
                .array();
    }
}
