package io.myelin.store.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

class RecordFormatPropertyTest {

    private static final String TOPIC = "orders";

    @Property(tries = 300)
    void reading_gives_back_what_was_written(
            @ForAll("newEvents") NewEvent written,
            @ForAll("stamps") Stamp stamp,
            @ForAll @LongRange(min = 0) long offset) {
        ProducerRecord<byte[], byte[]> sent = RecordFormat.toProducerRecord(TOPIC, stamp, written);

        LogRecord read = RecordFormat.toLogRecord(ConsumedRecords.consumed(sent, offset));

        assertThat(read).isInstanceOfSatisfying(LogRecord.Event.class, event -> {
            assertThat(event.offset()).isEqualTo(offset);
            assertThat(event.stamp()).isEqualTo(stamp);
            assertThat(event.event()).usingRecursiveComparison().isEqualTo(written.event());
        });
    }

    @Property(tries = 300)
    void a_record_takes_no_more_than_its_size_says(@ForAll("newEvents") NewEvent event, @ForAll("stamps") Stamp stamp) {
        ProducerRecord<byte[], byte[]> sent = RecordFormat.toProducerRecord(TOPIC, stamp, event);

        int leastBytes = 7 + varintBytes(sent.key().length) + varintBytes(sent.value().length);
        for (Header header : sent.headers()) {
            int nameBytes = header.key().getBytes(StandardCharsets.UTF_8).length;
            int valueBytes = header.value() == null ? 0 : header.value().length;
            leastBytes += varintBytes(nameBytes) + nameBytes + varintBytes(valueBytes) + valueBytes;
        }
        leastBytes += sent.key().length + sent.value().length;

        assertThat(RecordFormat.sizeBytes(event)).isBetween(leastBytes + 17, leastBytes * 2 + 200);
    }

    @Property
    void any_bytes_are_a_stamp_or_foreign_or_from_a_newer_version(@ForAll byte[] stamp) {
        if (stamp.length > 0 && stamp[0] > StampFormat.VERSION) {
            assertThat(StampFormat.isNewer(stamp)).isTrue();
        } else if (stamp.length != StampFormat.LENGTH_BYTES) {
            assertThat(StampRecords.withStamp(stamp)).isInstanceOf(LogRecord.Foreign.class);
        }
    }

    /** KIP-98: lengths are zigzag-encoded, seven bits a byte. */
    private static int varintBytes(int length) {
        int bits = Math.max(1, 33 - Integer.numberOfLeadingZeros(length));
        return (bits + 6) / 7;
    }

    @Provide
    Arbitrary<NewEvent> newEvents() {
        return LoggedEventArbitraries.newEvents();
    }

    @Provide
    Arbitrary<Stamp> stamps() {
        return LoggedEventArbitraries.stamps();
    }
}
