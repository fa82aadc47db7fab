package io.myelin.store.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SnapshotFormatTest {

    private static final String LOG_ID = "log-1";
    private static final LoggedEvent SNAPSHOT = new LoggedEvent(
            "event-9", "Order", "order-1", 9, 1_000, 7, "snapshot:Order", "1", new byte[] {1, 2}, new byte[] {3});

    @Test
    void reading_gives_back_what_was_written() {
        ProducerRecord<byte[], byte[]> sent = SnapshotFormat.toProducerRecord("orders-snapshots", LOG_ID, SNAPSHOT);

        assertThat(sent.key()).asString().isEqualTo("order-1");
        assertThat(read(sent, LOG_ID))
                .hasValueSatisfying(snapshot ->
                        assertThat(snapshot).usingRecursiveComparison().isEqualTo(SNAPSHOT));
    }

    @Test
    void a_snapshot_of_another_log_is_none() {
        ProducerRecord<byte[], byte[]> sent = SnapshotFormat.toProducerRecord("orders-snapshots", "log-0", SNAPSHOT);

        assertThat(read(sent, LOG_ID)).isEmpty();
    }

    @Test
    void a_record_without_a_part_is_no_snapshot() {
        ProducerRecord<byte[], byte[]> sent = SnapshotFormat.toProducerRecord("orders-snapshots", LOG_ID, SNAPSHOT);
        sent.headers().remove("axon-message-type");

        assertThat(read(sent, LOG_ID)).isEmpty();
    }

    @Test
    void a_foreign_record_is_no_snapshot() {
        assertThat(read(new ProducerRecord<>("orders-snapshots", new byte[0], new byte[0]), LOG_ID))
                .isEmpty();
    }

    private static Optional<LoggedEvent> read(ProducerRecord<byte[], byte[]> sent, String logId) {
        return SnapshotFormat.toSnapshot(ConsumedRecords.consumed(sent, 3), logId);
    }
}
