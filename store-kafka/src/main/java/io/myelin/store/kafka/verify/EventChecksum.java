package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.util.Objects;
import java.util.zip.CRC32C;

/** A number by which to see that two events are the same in all their parts. */
final class EventChecksum {

    private EventChecksum() {}

    static long of(LoggedEvent event) {
        CRC32C bytes = new CRC32C();
        bytes.update(event.payload());
        bytes.update(event.metaData());
        long texts = Objects.hash(
                event.eventId(),
                event.aggregateType(),
                event.aggregateId(),
                event.timestampMs(),
                event.timestampNanos(),
                event.payloadType(),
                event.payloadRevision(),
                event.payload().length);
        return (bytes.getValue() << 32) ^ (texts & 0xFFFF_FFFFL);
    }
}
