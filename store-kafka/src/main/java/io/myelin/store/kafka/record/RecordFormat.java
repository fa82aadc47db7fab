package io.myelin.store.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Writes events as Kafka records, and reads them back.
 *
 * <p>Key, value and the {@code axon-} headers are those of Axon's Kafka extension (its default message converter): key =
 * aggregate identifier, value = serialized payload. The record's timestamp is the event's. Thread-safe.
 */
public final class RecordFormat {

    /** The header that holds the stamp: docs/log-protocol.md, rule 1. */
    public static final String STAMP_HEADER = "myelin-stamp";

    /** The header that makes a record without key and value a fence: docs/log-protocol.md, rule 6. */
    public static final String FENCE_HEADER = "myelin-fence";

    /** What a broker batch takes beside its records (message format 2, KIP-98). */
    public static final int BATCH_OVERHEAD_BYTES = 61;

    /** The only partition of a log. */
    static final int PARTITION = 0;

    /** At most this many headers in an event without metadata; saves the list from growing. */
    private static final int FIXED_HEADERS_MAX = 10;

    private static final List<Header> FENCE = List.of(new RecordHeader(FENCE_HEADER, new byte[] {StampFormat.VERSION}));

    private RecordFormat() {}

    /** Returns the record that holds the event, to be sent to the topic's only partition. */
    public static ProducerRecord<byte[], byte[]> toProducerRecord(String topic, Stamp stamp, NewEvent newEvent) {
        LoggedEvent event = newEvent.event();
        byte[] key = event.aggregateId().getBytes(UTF_8);
        List<Header> headers =
                new ArrayList<>(FIXED_HEADERS_MAX + newEvent.metaDataText().size());
        headers.add(new RecordHeader(STAMP_HEADER, StampFormat.encode(stamp)));
        addMessageHeaders(headers, event);
        if (isPublishedByAggregate(event)) {
            addAggregateHeaders(headers, event, key);
        }
        addMetaDataText(headers, newEvent);
        addSerializedMetaData(headers, event);
        return new ProducerRecord<>(topic, PARTITION, recordTimestampMs(event), key, event.payload(), headers);
    }

    /** Returns a fence, to be sent to the topic's only partition; the client gives it the current time. */
    public static ProducerRecord<byte[], byte[]> fence(String topic) {
        return new ProducerRecord<>(topic, PARTITION, null, null, null, FENCE);
    }

    /**
     * Returns what the record is. A record whose stamp or event can't be read is foreign: no writer of this library wrote it.
     *
     * @throws NewerFormatException if a newer version of this library wrote the record
     */
    public static LogRecord toLogRecord(ConsumerRecord<byte[], byte[]> consumed) {
        RecordParts parts = new RecordParts(consumed);
        byte[] stamp = parts.stamp();
        if (stamp == null) {
            return parts.isFence() ? new LogRecord.Fence(consumed.offset()) : new LogRecord.Foreign(consumed.offset());
        }
        if (StampFormat.isNewer(stamp)) {
            throw new NewerFormatException(
                    ("The record at offset %d of topic '%s' has a stamp of format %d, and this version knows format %d."
                                    + " It can't tell what is valid from there on. Upgrade Myelin to the version that the other writers use.")
                            .formatted(consumed.offset(), consumed.topic(), stamp[0], StampFormat.VERSION));
        }
        try {
            return new LogRecord.Event(consumed.offset(), StampFormat.decode(stamp), parts.event());
        } catch (IllegalArgumentException malformed) {
            return new LogRecord.Foreign(consumed.offset());
        }
    }

    /** Returns the metadata as text by key, as the headers that {@link #toProducerRecord} made of it have it. */
    public static Map<String, String> metaDataText(ConsumerRecord<byte[], byte[]> consumed) {
        Map<String, String> text = new LinkedHashMap<>();
        for (Header header : consumed.headers()) {
            if (header.key().startsWith(HeaderNames.META_DATA_PREFIX) && header.value() != null) {
                text.put(
                        header.key().substring(HeaderNames.META_DATA_PREFIX.length()),
                        new String(header.value(), UTF_8));
            }
        }
        return text;
    }

    /**
     * Returns an upper bound of what the event's record takes in a broker batch without compression. The batch itself takes
     * {@link #BATCH_OVERHEAD_BYTES} in addition, once.
     */
    public static int sizeBytes(NewEvent event) {
        return RecordSize.upperBoundBytes(event);
    }

    /** Returns whether the event has an aggregate's headers: it may have no type, but then is told by its identifier. */
    static boolean isPublishedByAggregate(LoggedEvent event) {
        return event.aggregateType() != null
                || event.sequenceNumber() != 0
                || !event.aggregateId().equals(event.eventId());
    }

    static void addMessageHeaders(List<Header> headers, LoggedEvent event) {
        headers.add(RecordHeader.ofText(HeaderNames.MESSAGE_ID, event.eventId()));
        headers.add(RecordHeader.ofText(HeaderNames.MESSAGE_TYPE, event.payloadType()));
        headers.add(RecordHeader.ofText(HeaderNames.MESSAGE_REVISION, event.payloadRevision()));
        headers.add(RecordHeader.ofLong(HeaderNames.MESSAGE_TIMESTAMP, event.timestampMs()));
        if (event.timestampNanos() != 0) {
            headers.add(RecordHeader.ofInt(HeaderNames.TIMESTAMP_NANOS, event.timestampNanos()));
        }
    }

    static void addAggregateHeaders(List<Header> headers, LoggedEvent event, byte[] aggregateId) {
        headers.add(new RecordHeader(HeaderNames.AGGREGATE_ID, aggregateId));
        headers.add(RecordHeader.ofLong(HeaderNames.AGGREGATE_SEQ, event.sequenceNumber()));
        headers.add(RecordHeader.ofText(HeaderNames.AGGREGATE_TYPE, event.aggregateType()));
    }

    static void addSerializedMetaData(List<Header> headers, LoggedEvent event) {
        if (event.metaData().length > 0) {
            headers.add(new RecordHeader(HeaderNames.META_DATA, event.metaData()));
        }
    }

    private static void addMetaDataText(List<Header> headers, NewEvent newEvent) {
        newEvent.metaDataText()
                .forEach((key, value) -> headers.add(RecordHeader.ofText(HeaderNames.META_DATA_PREFIX + key, value)));
    }

    /** Kafka takes no time before 1970; the event's own time is in the header. */
    static long recordTimestampMs(LoggedEvent event) {
        return Math.max(0, event.timestampMs());
    }
}
