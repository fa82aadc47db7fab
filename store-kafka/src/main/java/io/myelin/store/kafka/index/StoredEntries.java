package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the index holds, and says where and how to mend it if it isn't what was written.
 *
 * @param directory of the index
 */
record StoredEntries(Path directory) {

    /** Reads an event of the aggregate. */
    LoggedEvent event(String aggregateId, byte[] value) {
        LoggedEvent event = checked(
                "an event of aggregate " + aggregateId,
                () -> EventCodec.decode(value).event());
        if (!event.aggregateId().equals(aggregateId)) {
            String found = "at the place of aggregate %s there is an event of aggregate %s"
                    .formatted(aggregateId, event.aggregateId());
            throw Failures.damaged(directory, found, null);
        }
        return event;
    }

    /** Reads an aggregate's last sequence number. */
    long head(byte[] value) {
        return checked("a sequence number", () -> {
            if (value.length != Long.BYTES) {
                throw new MalformedEntryException("it takes " + value.length + " bytes instead of 8", null);
            }
            return ByteBuffer.wrap(value).getLong();
        });
    }

    Applied applied(byte @Nullable [] value) {
        return checked("the position", () -> Applied.of(value));
    }

    SnapshotsApplied snapshotsApplied(byte @Nullable [] value) {
        return checked("the snapshots' position", () -> SnapshotsApplied.of(value));
    }

    private <T> T checked(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedEntryException e) {
            throw Failures.damaged(directory, "of " + what + ", " + e.getMessage(), e);
        }
    }
}
