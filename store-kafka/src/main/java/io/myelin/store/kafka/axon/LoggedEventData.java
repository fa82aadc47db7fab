package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** An event of the log in the form from which Axon deserializes, when its reader asks for it. */
@SuppressWarnings("ArrayRecordComponent") // Shared with the event, whose arrays nobody changes.
record LoggedEventData(LoggedEvent event, byte[] serializedMetaData) implements DomainEventData<byte[]> {

    @Override
    public String getEventIdentifier() {
        return event.eventId();
    }

    @Override
    public Instant getTimestamp() {
        return Instant.ofEpochMilli(event.timestampMs()).plusNanos(event.timestampNanos());
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return new SerializedMetaData<>(serializedMetaData, byte[].class);
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return new SimpleSerializedObject<>(
                event.payload(), byte[].class, event.payloadType(), event.payloadRevision());
    }

    @Override
    public @Nullable String getType() {
        return event.aggregateType();
    }

    @Override
    public String getAggregateIdentifier() {
        return event.aggregateId();
    }

    @Override
    public long getSequenceNumber() {
        return event.sequenceNumber();
    }
}
