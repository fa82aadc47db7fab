package io.myelin.store.kafka.axon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** Turns Axon's event messages into what the log holds, and back into what Axon deserializes. */
final class EventMapping {

    /** Stands for metadata without entries, so that these cost nothing in the log. */
    private static final byte[] NO_META_DATA = {};

    private final Serializer serializer;
    private final byte[] emptyMetaData;

    EventMapping(Serializer serializer) {
        this.serializer = serializer;
        this.emptyMetaData =
                serializer.serialize(MetaData.emptyInstance(), byte[].class).getData();
    }

    /**
     * Returns the event as the log will hold it. One that no aggregate published gets its own identifier for an aggregate's,
     * and sequence number 0.
     *
     * @throws IllegalArgumentException if the event's aggregate identifier is blank, or can't be encoded
     */
    NewEvent toNewEvent(EventMessage<?> message) {
        return new NewEvent(toLoggedEvent(message), text(message.getMetaData()));
    }

    /** Returns the event or snapshot in serialized form; see {@link #toNewEvent}. */
    LoggedEvent toLoggedEvent(EventMessage<?> message) {
        DomainEventMessage<?> published = message instanceof DomainEventMessage<?> domainEvent ? domainEvent : null;
        SerializedObject<byte[]> payload = message.serializePayload(serializer, byte[].class);
        Instant timestamp = message.getTimestamp();
        return new LoggedEvent(
                message.getIdentifier(),
                published == null ? null : published.getType(),
                published == null ? message.getIdentifier() : aggregateId(published),
                published == null ? 0 : published.getSequenceNumber(),
                timestamp.toEpochMilli(),
                timestamp.get(ChronoField.NANO_OF_SECOND) % 1_000_000,
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                metaData(message));
    }

    /** Returns the event as Axon reads it when it loads an aggregate. */
    DomainEventData<byte[]> toDomainEventData(LoggedEvent event) {
        return new LoggedEventData(event, event.metaData().length == 0 ? emptyMetaData : event.metaData());
    }

    /** Returns the event as Axon reads it when it follows the log; its token is its offset. */
    TrackedEventData<byte[]> toTrackedEventData(LogRecord.Event logged) {
        DomainEventData<byte[]> data = toDomainEventData(logged.event());
        GlobalSequenceTrackingToken token = new GlobalSequenceTrackingToken(logged.offset());
        return isPublishedByAggregate(logged.event())
                ? new TrackedDomainEventData<>(token, data)
                : new TrackedPlainEventData(token, data);
    }

    private static boolean isPublishedByAggregate(LoggedEvent event) {
        return event.aggregateType() != null || !event.aggregateId().equals(event.eventId());
    }

    private static String aggregateId(DomainEventMessage<?> message) {
        String aggregateId = message.getAggregateIdentifier();
        if (aggregateId == null || aggregateId.isBlank()) {
            throw new IllegalArgumentException(
                    ("Event %s (%s) has the aggregate identifier '%s', and a blank one names no aggregate."
                                    + " Nothing was stored. Give the aggregate an identifier before its first event is applied.")
                            .formatted(
                                    message.getIdentifier(),
                                    message.getPayloadType().getName(),
                                    aggregateId));
        }
        if (!UTF_8.newEncoder().canEncode(aggregateId)) {
            throw new IllegalArgumentException(
                    ("Event %s (%s) has an aggregate identifier with half a surrogate pair in it ('%s'), which no text encoding"
                                    + " can store: it would be taken for another aggregate's. Nothing was stored."
                                    + " Find out where the identifier was cut.")
                            .formatted(
                                    message.getIdentifier(),
                                    message.getPayloadType().getName(),
                                    aggregateId));
        }
        return aggregateId;
    }

    private byte[] metaData(EventMessage<?> message) {
        return message.getMetaData().isEmpty()
                ? NO_META_DATA
                : message.serializeMetaData(serializer, byte[].class).getData();
    }

    /** Axon's Kafka extension fails on a header without value, so {@code null} is left out: the serialized form has it. */
    private static Map<String, String> text(MetaData metaData) {
        if (metaData.isEmpty()) {
            return Map.of();
        }
        Map<String, String> text = new HashMap<>();
        metaData.forEach((key, value) -> {
            if (value != null) {
                text.put(key, value instanceof byte[] bytes ? base64(bytes) : value.toString());
            }
        });
        return text;
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getEncoder().encode(bytes), UTF_8);
    }
}
