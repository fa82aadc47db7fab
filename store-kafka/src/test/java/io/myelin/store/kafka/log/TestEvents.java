package io.myelin.store.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Instant;
import java.util.Map;

/** Events whose identifier is made of aggregate and sequence number, so that a test can tell them apart. */
public final class TestEvents {

    /** When events happen that no test asks the time of. */
    public static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private TestEvents() {}

    /** Returns an event of the aggregate. */
    public static NewEvent event(String aggregateId, long sequenceNumber) {
        return event(aggregateId + "#" + sequenceNumber, aggregateId, sequenceNumber);
    }

    /** Returns an event of the aggregate with an identifier that matters. */
    public static NewEvent event(String eventId, String aggregateId, long sequenceNumber) {
        return event(eventId, aggregateId, sequenceNumber, TIME);
    }

    /** Returns an event of the aggregate that happened at a time that matters. */
    public static NewEvent event(String eventId, String aggregateId, long sequenceNumber, Instant time) {
        LoggedEvent event = new LoggedEvent(
                eventId,
                "Order",
                aggregateId,
                sequenceNumber,
                time.toEpochMilli(),
                0,
                "order-changed",
                "1",
                ("{\"of\":\"" + aggregateId + "\"}").getBytes(UTF_8),
                new byte[0]);
        return new NewEvent(event, Map.of());
    }
}
