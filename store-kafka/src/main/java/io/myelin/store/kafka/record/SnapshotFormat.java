package io.myelin.store.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Writes snapshots as Kafka records under their aggregate's identifier, and reads them back. Thread-safe.
 *
 * <p>The headers are those of events, without a stamp, and with one that names the log: a snapshot of what another log
 * says of the aggregate must not be taken for one of this log.
 */
public final class SnapshotFormat {

    private static final String LOG_ID_HEADER = "myelin-log-id";

    private SnapshotFormat() {}

    /**
     * Returns the record that holds the snapshot, to be sent to the topic's only partition.
     *
     * @param logId Kafka's id of the topic that holds the events
     */
    public static ProducerRecord<byte[], byte[]> toProducerRecord(String topic, String logId, LoggedEvent snapshot) {
        byte[] key = snapshot.aggregateId().getBytes(UTF_8);
        List<Header> headers = new ArrayList<>();
        headers.add(RecordHeader.ofText(LOG_ID_HEADER, logId));
        RecordFormat.addMessageHeaders(headers, snapshot);
        RecordFormat.addAggregateHeaders(headers, snapshot, key);
        RecordFormat.addSerializedMetaData(headers, snapshot);
        return new ProducerRecord<>(
                topic,
                RecordFormat.PARTITION,
                RecordFormat.recordTimestampMs(snapshot),
                key,
                snapshot.payload(),
                headers);
    }

    /** Returns the snapshot, or nothing if the record holds none, or one of another log. */
    public static Optional<LoggedEvent> toSnapshot(ConsumerRecord<byte[], byte[]> consumed, String logId) {
        Header found = consumed.headers().lastHeader(LOG_ID_HEADER);
        if (found == null || !Arrays.equals(logId.getBytes(UTF_8), found.value())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordParts(consumed).event());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
