package io.myelin.store.kafka.record;

import io.myelin.store.kafka.protocol.Stamp;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The bytes of a stamp, big-endian: format version (1), group id (16), base (8), group length (4), group index (4), commit id
 * (16), commit index (4), commit length (4).
 */
final class StampFormat {

    /** The format that this version writes, and the only one that it reads. */
    static final byte VERSION = 1;

    static final int LENGTH_BYTES = 57;

    private StampFormat() {}

    static byte[] encode(Stamp stamp) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).put(VERSION);
        putUuid(bytes, stamp.groupId());
        bytes.putLong(stamp.base()).putInt(stamp.groupLength()).putInt(stamp.groupIndex());
        putUuid(bytes, stamp.commitId());
        bytes.putInt(stamp.commitIndex()).putInt(stamp.commitLength());
        return bytes.array();
    }

    /** Returns whether a newer version of this library wrote the stamp. */
    static boolean isNewer(byte[] stamp) {
        return stamp.length > 0 && stamp[0] > VERSION;
    }

    /**
     * Returns the stamp of these bytes.
     *
     * @throws IllegalArgumentException if they aren't one
     */
    static Stamp decode(byte[] stamp) {
        if (stamp.length != LENGTH_BYTES || stamp[0] != VERSION) {
            throw new IllegalArgumentException("A stamp has %d bytes and begins with %d; found %d bytes."
                    .formatted(LENGTH_BYTES, VERSION, stamp.length));
        }
        ByteBuffer bytes = ByteBuffer.wrap(stamp).position(1);
        UUID groupId = uuid(bytes);
        long base = bytes.getLong();
        int groupLength = bytes.getInt();
        int groupIndex = bytes.getInt();
        UUID commitId = uuid(bytes);
        return new Stamp(groupId, base, groupLength, groupIndex, commitId, bytes.getInt(), bytes.getInt());
    }

    private static void putUuid(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
