package io.myelin.retry.parking;

import io.myelin.retry.parking.Letter.Origin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
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
 * <p>An event that was never deserialized is stored as the bytes that it came with.
 */
record LetterCodec(Serializer serializer, EventUpcaster upcasters) {

    /** Axon reads stored events with a token only; it is taken off again if the letter has none. */
    private static final TrackingToken NO_TOKEN = new GlobalSequenceTrackingToken(0);

    Letter encode(EventMessage<?> event) {
        return new Letter(
                event.getIdentifier(),
                // What the databases keep of it.
                event.getTimestamp().truncatedTo(ChronoUnit.MICROS),
                originOf(event),
                event.serializePayload(serializer, byte[].class),
                event.serializeMetaData(serializer, byte[].class),
                tokenOf(event));
    }

    /** Returns the event; none or several if an upcaster dropped or split it. */
    List<EventMessage<?>> decode(Letter letter) {
        TrackingToken token = letter.token() == null ? null : serializer.deserialize(letter.token());
        TrackedDomainEventData<byte[]> stored =
                new TrackedDomainEventData<>(token == null ? NO_TOKEN : token, new Entry(letter));
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

    private static <T> EventMessage<T> withoutToken(TrackedEventMessage<T> event) {
        return event instanceof DomainEventMessage<?> of
                ? new GenericDomainEventMessage<>(
                        of.getType(), of.getAggregateIdentifier(), of.getSequenceNumber(), event, event::getTimestamp)
                : new GenericEventMessage<>(event, event::getTimestamp);
    }

    /** A letter as Axon's event stores hold events; without an aggregate's identifier it is an event of no aggregate. */
    private record Entry(Letter letter) implements DomainEventData<byte[]> {
        @Override
        public String getEventIdentifier() {
            return letter.eventId();
        }

        @Override
        public Instant getTimestamp() {
            return letter.eventTime();
        }

        @Override
        public SerializedObject<byte[]> getMetaData() {
            return letter.metaData();
        }

        @Override
        public SerializedObject<byte[]> getPayload() {
            return letter.payload();
        }

        @Override
        public @Nullable String getType() {
            return letter.origin() == null ? null : letter.origin().aggregateType();
        }

        @Override
        public @Nullable String getAggregateIdentifier() {
            return letter.origin() == null ? null : letter.origin().aggregateId();
        }

        @Override
        public long getSequenceNumber() {
            return letter.origin() == null ? 0 : letter.origin().sequenceNumber();
        }
    }
}
