package io.myelin.store.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordFormatTest {

    @Test
    void an_event_goes_to_the_only_partition_under_its_aggregate_and_its_time() {
        ProducerRecord<byte[], byte[]> sent = StampRecords.sent();

        assertThat(sent.partition()).isZero();
        assertThat(sent.key()).asString().isEqualTo("order-1");
        assertThat(sent.timestamp()).isEqualTo(1_000);
    }

    @Test
    void an_event_before_1970_keeps_its_time_although_kafka_has_none_for_it() {
        LoggedEvent moon = new LoggedEvent(
                "event-1", "Landing", "moon", 0, -14_182_916_000L, 5, "landed", null, new byte[0], new byte[0]);

        ProducerRecord<byte[], byte[]> sent =
                RecordFormat.toProducerRecord("moon", StampRecords.STAMP, new NewEvent(moon, Map.of()));

        assertThat(sent.timestamp()).isZero();
        LogRecord.Event read = (LogRecord.Event) RecordFormat.toLogRecord(ConsumedRecords.consumed(sent, 42));
        assertThat(read.event().timestampMs()).isEqualTo(-14_182_916_000L);
        assertThat(read.event().timestampNanos()).isEqualTo(5);
    }

    @Test
    void a_fence_has_no_key_and_no_value_and_is_told_by_its_header() {
        ProducerRecord<byte[], byte[]> fence = RecordFormat.fence("orders");

        assertThat(fence.key()).isNull();
        assertThat(fence.value()).isNull();
        assertThat(RecordFormat.toLogRecord(ConsumedRecords.consumed(fence, 7))).isEqualTo(new LogRecord.Fence(7));
    }

    @Test
    void a_record_without_stamp_is_foreign() {
        assertThat(StampRecords.withoutHeader(RecordFormat.STAMP_HEADER)).isEqualTo(new LogRecord.Foreign(42));
    }

    @ParameterizedTest
    @ValueSource(strings = {"axon-message-id", "axon-message-type", "axon-message-timestamp"})
    void a_record_without_a_part_of_its_event_is_foreign(String header) {
        assertThat(StampRecords.withoutHeader(header)).isEqualTo(new LogRecord.Foreign(42));
    }

    @ParameterizedTest
    @ValueSource(strings = {"axon-message-timestamp", "axon-message-aggregate-seq", "myelin-timestamp-nanos"})
    void a_record_with_a_number_of_the_wrong_length_is_foreign(String header) {
        assertThat(StampRecords.withHeader(header, new byte[3])).isEqualTo(new LogRecord.Foreign(42));
    }

    @Test
    void a_stamp_of_the_wrong_length_is_foreign() {
        byte[] short1 = new byte[StampFormat.LENGTH_BYTES - 1];
        short1[0] = StampFormat.VERSION;

        assertThat(StampRecords.withStamp(short1)).isEqualTo(new LogRecord.Foreign(42));
    }

    @Test
    void a_stamp_that_places_its_record_outside_its_group_is_foreign() {
        byte[] stamp = StampFormat.encode(StampRecords.STAMP);
        stamp[1 + 16 + 8 + 3] = 1; // The group's length, which is less than its index now.

        assertThat(StampRecords.withStamp(stamp)).isEqualTo(new LogRecord.Foreign(42));
    }

    @Test
    void a_stamp_of_a_newer_version_asks_for_an_upgrade() {
        byte[] newer = StampFormat.encode(StampRecords.STAMP);
        newer[0] = 2;

        assertThatThrownBy(() -> StampRecords.withStamp(newer))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining("offset 42 of topic 'orders'")
                .hasMessageContaining("Upgrade");
    }
}
