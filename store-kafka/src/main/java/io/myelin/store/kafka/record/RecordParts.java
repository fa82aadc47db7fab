package io.myelin.store.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The headers of a record by name, picked up in one pass; of several with one name the last counts, as in the extension. */
final class RecordParts {

    private static final byte[] NO_BYTES = {};

    private final ConsumerRecord<byte[], byte[]> consumed;

    private byte @Nullable [] stamp;
    private byte @Nullable [] messageId;
    private byte @Nullable [] messageType;
    private byte @Nullable [] messageRevision;
    private byte @Nullable [] timestamp;
    private byte @Nullable [] timestampNanos;
    private byte @Nullable [] aggregateType;
    private byte @Nullable [] sequenceNumber;
    private byte @Nullable [] metaData;
    private boolean fenceHeader;

    RecordParts(ConsumerRecord<byte[], byte[]> consumed) {
        this.consumed = consumed;
        for (Header header : consumed.headers()) {
            pickUp(header);
        }
    }

    byte @Nullable [] stamp() {
        return stamp;
    }

    boolean isFence() {
        return fenceHeader && consumed.key() == null && consumed.value() == null;
    }

    /**
     * Returns the event that the record holds.
     *
     * @throws IllegalArgumentException if a part is missing or has the wrong length
     */
    LoggedEvent event() {
        return new LoggedEvent(
                text(HeaderNames.MESSAGE_ID, messageId),
                aggregateType == null ? null : new String(aggregateType, UTF_8),
                text("key", consumed.key()),
                sequenceNumber == null
                        ? 0
                        : number(HeaderNames.AGGREGATE_SEQ, sequenceNumber, Long.BYTES)
                                .getLong(),
                number(HeaderNames.MESSAGE_TIMESTAMP, timestamp, Long.BYTES).getLong(),
                timestampNanos == null
                        ? 0
                        : number(HeaderNames.TIMESTAMP_NANOS, timestampNanos, Integer.BYTES)
                                .getInt(),
                text(HeaderNames.MESSAGE_TYPE, messageType),
                messageRevision == null ? null : new String(messageRevision, UTF_8),
                present("value", consumed.value()),
                metaData == null ? NO_BYTES : metaData);
    }

    private void pickUp(Header header) {
        switch (header.key()) {
            case RecordFormat.STAMP_HEADER -> stamp = header.value();
            case RecordFormat.FENCE_HEADER -> fenceHeader = true;
            case HeaderNames.MESSAGE_ID -> messageId = header.value();
            case HeaderNames.MESSAGE_TYPE -> messageType = header.value();
            case HeaderNames.MESSAGE_REVISION -> messageRevision = header.value();
            case HeaderNames.MESSAGE_TIMESTAMP -> timestamp = header.value();
            case HeaderNames.TIMESTAMP_NANOS -> timestampNanos = header.value();
            case HeaderNames.AGGREGATE_TYPE -> aggregateType = header.value();
            case HeaderNames.AGGREGATE_SEQ -> sequenceNumber = header.value();
            case HeaderNames.META_DATA -> metaData = header.value();
            default -> {
                // The key says the aggregate identifier, the serialized metadata says the metadata; all else is
                // others'.
            }
        }
    }

    private static String text(String part, byte @Nullable [] value) {
        return new String(present(part, value), UTF_8);
    }

    private static ByteBuffer number(String part, byte @Nullable [] value, int lengthBytes) {
        if (present(part, value).length != lengthBytes) {
            throw new IllegalArgumentException("%s must have %d bytes.".formatted(part, lengthBytes));
        }
        return ByteBuffer.wrap(value);
    }

    private static byte[] present(String part, byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalArgumentException("%s is missing.".formatted(part));
        }
        return value;
    }
}
