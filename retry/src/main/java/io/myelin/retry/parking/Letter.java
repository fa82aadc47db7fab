package io.myelin.retry.parking;

import java.time.Instant;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * A parked event as its row holds it.
 *
 * @param origin the aggregate that it is of; null if it is of none
 * @param token where the processor had read to; null if it was not read from a stream
 */
record Letter(
        String eventId,
        Instant eventTime,
        @Nullable Origin origin,
        SerializedObject<byte[]> payload,
        SerializedObject<byte[]> metaData,
        @Nullable SerializedObject<byte[]> token) {

    /** The aggregate that an event is of, and its place in that one's stream. */
    record Origin(@Nullable String aggregateType, String aggregateId, long sequenceNumber) {}

    static SerializedObject<byte[]> bytes(byte[] data, String type, @Nullable String revision) {
        return new SimpleSerializedObject<>(data, byte[].class, new SimpleSerializedType(type, revision));
    }
}
