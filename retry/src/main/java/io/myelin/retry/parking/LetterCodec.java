package io.myelin.retry.parking;

import io.myelin.retry.parking.Letter.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into letters and back, with the serializer and the upcasters of the event store.
 *
 * <p>An event that was never deserialized is stored as the bytes that it came with, so that one that nobody can read can
 * be parked like any other.
 */
record LetterCodec(Serializer serializer, EventUpcaster upcasters) {

    /** Axon reads stored events with a token only; it is taken off again if the letter has none. */
    private static final TrackingToken NO_TOKEN = new GlobalSequenceTrackingToken(0);

    Letter encode(EventMessage<?> event) {
        return new Letter(
                event.getIdentifier(),
                event.getTimestamp(),
                originOf(event),
                event.serializePayload(serializer, byte[].class),
                event.serializeMetaData(serializer, byte[].class),
                tokenOf(event));
    }

    /** Returns the event; none or several if an upcaster dropped or split it. */
    List<EventMessage<?>> decode(Letter letter) {
        TrackingToken token = letter.token() == null ? null : serializer.deserialize(letter.token());
        TrackedDomainEventData<byte[]> stored =
                new TrackedDomainEventData<>(token == null ? NO_TOKEN : token, entryOf(letter));
        return EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(stored), serializer, upcasters)
                .<EventMessage<?>>map(event -> token == null ? withoutToken(event) : event)
                .toList();
    }

    private static @Nullable Origin originOf(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> of && of.getAggregateIdentifier() != null
                ? new Origin(of.getType(), of.getAggregateIdentifier(), of.getSequenceNumber())
                : null;
    }

    private @Nullable SerializedObject<byte[]> tokenOf(EventMessage<?> event) {
        return event instanceof TrackedEventMessage<?> tracked && tracked.trackingToken() != null
                ? serializer.serialize(tracked.trackingToken(), byte[].class)
                : null;
    }

    /** An entry without an aggregate's identifier becomes an event of no aggregate. */
    private static GenericDomainEventEntry<byte[]> entryOf(Letter letter) {
        Origin origin = letter.origin();
        return new GenericDomainEventEntry<>(
                origin == null ? null : origin.aggregateType(),
                origin == null ? null : origin.aggregateId(),
                origin == null ? 0 : origin.sequenceNumber(),
                letter.eventId(),
                letter.eventTime(),
                letter.payload().getType().getName(),
                letter.payload().getType().getRevision(),
                letter.payload().getData(),
                letter.metaData().getData());
    }

    private static <T> EventMessage<T> withoutToken(TrackedEventMessage<T> event) {
        return event instanceof DomainEventMessage<?> of
                ? new GenericDomainEventMessage<>(
                        of.getType(), of.getAggregateIdentifier(), of.getSequenceNumber(), event, event::getTimestamp)
                : new GenericEventMessage<>(event, event::getTimestamp);
    }
}
