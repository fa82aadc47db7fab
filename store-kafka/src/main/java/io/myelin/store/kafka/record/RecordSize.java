package io.myelin.store.kafka.record;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record takes in a batch of message format 2 (KIP-98). Lengths are varints there; one of the value takes at most
 * 5 bytes, and one of a short name or text 2. Texts are counted as UTF-8.
 */
final class RecordSize {

    /** The record's length (5), attributes (1), time (10) and offset (5) relative to the batch, lengths of key, value (5 each), header count (3). */
    private static final int FRAME_BYTES = 34;

    /** The length of a header's name, always short, and of its value. */
    private static final int HEADER_LENGTHS_BYTES = 2 + 5;

    private static final int STAMP_BYTES =
            HEADER_LENGTHS_BYTES + RecordFormat.STAMP_HEADER.length() + StampFormat.LENGTH_BYTES;
    private static final int NANOS_BYTES = HEADER_LENGTHS_BYTES + HeaderNames.TIMESTAMP_NANOS.length() + Integer.BYTES;

    /** Names and lengths of the headers that every event has, and the values of those of fixed length. */
    private static final int MESSAGE_BYTES = 4 * HEADER_LENGTHS_BYTES
            + HeaderNames.MESSAGE_ID.length()
            + HeaderNames.MESSAGE_TYPE.length()
            + HeaderNames.MESSAGE_REVISION.length()
            + HeaderNames.MESSAGE_TIMESTAMP.length()
            + Long.BYTES;

    private static final int AGGREGATE_BYTES = 3 * HEADER_LENGTHS_BYTES
            + HeaderNames.AGGREGATE_ID.length()
            + HeaderNames.AGGREGATE_SEQ.length()
            + HeaderNames.AGGREGATE_TYPE.length()
            + Long.BYTES;

    /** A header of metadata may have a long name, so its length may take 5 bytes too. */
    private static final int TEXT_HEADER_BYTES = 5 + 5 + HeaderNames.META_DATA_PREFIX.length();

    private static final int META_DATA_BYTES = HEADER_LENGTHS_BYTES + HeaderNames.META_DATA.length();

    private RecordSize() {}

    static int upperBoundBytes(NewEvent newEvent) {
        LoggedEvent event = newEvent.event();
        long bytes = (long) FRAME_BYTES + STAMP_BYTES + MESSAGE_BYTES + event.payload().length;
        bytes += utf8Bytes(event.aggregateId());
        bytes += utf8Bytes(event.eventId());
        bytes += utf8Bytes(event.payloadType());
        bytes += utf8BytesOrNone(event.payloadRevision());
        if (event.timestampNanos() != 0) {
            bytes += NANOS_BYTES;
        }
        if (RecordFormat.isPublishedByAggregate(event)) {
            bytes += AGGREGATE_BYTES + utf8Bytes(event.aggregateId()) + utf8BytesOrNone(event.aggregateType());
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes + metaDataBytes(newEvent));
    }

    private static long metaDataBytes(NewEvent newEvent) {
        int serializedBytes = newEvent.event().metaData().length;
        long bytes = serializedBytes == 0 ? 0 : META_DATA_BYTES + serializedBytes;
        for (Map.Entry<String, String> entry : newEvent.metaDataText().entrySet()) {
            bytes += TEXT_HEADER_BYTES + utf8Bytes(entry.getKey()) + utf8Bytes(entry.getValue());
        }
        return bytes;
    }

    private static long utf8BytesOrNone(@Nullable String text) {
        return text == null ? 0 : utf8Bytes(text);
    }

    /** Counts 3 bytes for each half of a surrogate pair, which takes 4 in all: an upper bound is asked for. */
    private static long utf8Bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c >= 0x800 ? 2 : 1;
            }
        }
        return bytes;
    }
}
