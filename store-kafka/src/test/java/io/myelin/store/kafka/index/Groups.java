package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes valid groups for tests; an event's identifier and payload tell its aggregate and sequence number. */
final class Groups {

    private Groups() {}

    static LoggedEvent event(String aggregateId, long sequenceNumber) {
        return event(aggregateId, sequenceNumber, idOf(aggregateId, sequenceNumber));
    }

    static LoggedEvent event(String aggregateId, long sequenceNumber, String eventId) {
        return new LoggedEvent(
                eventId,
                "Order",
                aggregateId,
                sequenceNumber,
                1_700_000_000_000L,
                0,
                "order-placed",
                null,
                ("{\"number\":" + sequenceNumber + "}").getBytes(UTF_8),
                new byte[0]);
    }

    static String idOf(String aggregateId, long sequenceNumber) {
        return aggregateId + "#" + sequenceNumber;
    }

    static ValidGroup group(long base, LoggedEvent... events) {
        return group(base, List.of(events));
    }

    static ValidGroup group(long base, List<LoggedEvent> events) {
        UUID id = new UUID(0, base);
        List<LogRecord.Event> records = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Stamp stamp = new Stamp(id, base, events.size(), i, id, i, events.size());
            records.add(new LogRecord.Event(base + i, stamp, events.get(i)));
        }
        return new ValidGroup(records);
    }
}
