package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How far the snapshots are: written with every batch of them, in the same batch.
 *
 * @param topicId of the topic that they come from, empty if there was none yet
 * @param position offset below which it is applied
 */
record SnapshotsApplied(String topicId, long position) {

    private static final byte[] KEY = {'s'};

    static byte[] key() {
        return KEY;
    }

    byte[] bytes() {
        byte[] topic = topicId.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + topic.length)
                .putLong(position)
                .put(topic)
                .array();
    }

    /** Reads what {@link #bytes} wrote. */
    static SnapshotsApplied of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new SnapshotsApplied("", 0);
        }
        if (bytes.length < Long.BYTES) {
            throw new MalformedEntryException("it takes " + bytes.length + " bytes, less than 8", null);
        }
        return new SnapshotsApplied(
                new String(bytes, Long.BYTES, bytes.length - Long.BYTES, UTF_8),
                ByteBuffer.wrap(bytes).getLong());
    }
}
