package io.myelin.store.kafka.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One domain event as the log holds it: what the check needs to know, and the serialized rest.
 *
 * <p>The arrays are handed over, not copied: nobody may change them afterwards. {@code equals} compares them by
 * identity, so compare fields instead.
 *
 * @param eventId Axon's message identifier, unique in the whole log
 * @param aggregateType Axon's aggregate type, or {@code null} for an event that no aggregate published
 * @param aggregateId the record's key; for an event that no aggregate published, its {@code eventId}
 * @param sequenceNumber place in the stream of its aggregate, from 0
 * @param timestampMs event time in milliseconds since the epoch
 * @param timestampNanos nanoseconds within that millisecond, 0 to 999,999
 * @param payloadType the event's logical name
 * @param payloadRevision the revision of its form, or {@code null} if it has none
 * @param payload serialized event
 * @param metaData serialized metadata
 */
@SuppressWarnings("ArrayRecordComponent") // Copying megabytes a second would buy nothing: see the type's contract.
public record LoggedEvent(
        String eventId,
        @Nullable String aggregateType,
        String aggregateId,
        long sequenceNumber,
        long timestampMs,
        int timestampNanos,
        String payloadType,
        @Nullable String payloadRevision,
        byte[] payload,
        byte[] metaData) {

    /** Checks what the protocol relies on. */
    public LoggedEvent {
        requireNonNull(eventId, "eventId");
        requireNonNull(aggregateId, "aggregateId");
        requireNonNull(payloadType, "payloadType");
        requireNonNull(payload, "payload");
        requireNonNull(metaData, "metaData");
        if (sequenceNumber < 0) {
            throw new IllegalArgumentException("Sequence numbers count from 0; event %s of aggregate %s has %d."
                    .formatted(eventId, aggregateId, sequenceNumber));
        }
    }
}
