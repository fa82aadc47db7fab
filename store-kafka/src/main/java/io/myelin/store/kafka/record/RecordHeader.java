package io.myelin.store.kafka.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A header to be written. Kafka's own class is internal to its client. */
@SuppressWarnings("ArrayRecordComponent") // Made and handed to the producer within one call.
record RecordHeader(String key, byte @Nullable [] value) implements Header {

    static RecordHeader ofText(String key, @Nullable String value) {
        return new RecordHeader(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    static RecordHeader ofLong(String key, long value) {
        return new RecordHeader(
                key, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    static RecordHeader ofInt(String key, int value) {
        return new RecordHeader(
                key, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
}
