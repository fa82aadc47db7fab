package io.myelin.store.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.log.TestEvents;
import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.protocol.ValidGroup;
import io.myelin.store.kafka.record.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

class PlainReaderPropertyTest {

    /** Whatever writers and networks do to groups, the few lines and the protocol's own reader find the same events. */
    @Property
    void the_plain_reader_and_the_protocols_find_the_same_events(
            @ForAll("logs") List<ProducerRecord<byte[], byte[]>> log) {
        List<Long> plain = new ArrayList<>();
        List<Long> protocols = new ArrayList<>();
        PlainReader plainReader = new PlainReader();
        GroupReader groupReader = new GroupReader(0);

        for (int offset = 0; offset < log.size(); offset++) {
            ConsumerRecord<byte[], byte[]> record = consumed(log.get(offset), offset);
            plainReader.accept(record, valid -> plain.add(valid.offset()));
            groupReader.accept(RecordFormat.toLogRecord(record), collectInto(protocols));
        }

        assertThat(plain).isEqualTo(protocols);
    }

    /** Groups that expect to land where they do or near it, cut, repeated and mixed with fences, up to some dozens of records. */
    @Provide
    Arbitrary<List<ProducerRecord<byte[], byte[]>>> logs() {
        Arbitrary<Piece> pieces = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, -1), Tuple.of(1, 1), Tuple.of(1, -2)),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(true, true, true, false))
                .as(Piece::new);
        return pieces.list().ofMaxSize(15).map(PlainReaderPropertyTest::write);
    }

    /** A group of which only some records arrive, perhaps elsewhere than expected, perhaps followed by a fence. */
    private record Piece(int shift, int length, int arriving, boolean fresh) {}

    private static List<ProducerRecord<byte[], byte[]>> write(List<Piece> pieces) {
        List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();
        UUID groupId = UUID.randomUUID();
        for (Piece piece : pieces) {
            groupId = piece.fresh() ? UUID.randomUUID() : groupId;
            long base = Math.max(0, log.size() + piece.shift());
            for (int index = 0; index < Math.min(piece.length(), piece.arriving()); index++) {
                Stamp stamp = new Stamp(groupId, base, piece.length(), index, groupId, index, piece.length());
                log.add(RecordFormat.toProducerRecord("log", stamp, TestEvents.event("a", log.size())));
            }
            if (piece.arriving() == 0) {
                log.add(RecordFormat.fence("log"));
            }
        }
        return log;
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> sent, long offset) {
        return new ConsumerRecord<>(
                "log",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    private static GroupReader.Decisions collectInto(List<Long> offsets) {
        return new GroupReader.Decisions() {
            @Override
            public void valid(ValidGroup group) {
                group.records().forEach(record -> offsets.add(record.offset()));
            }

            @Override
            public void skipped(LogRecord record) {
                // Only valid events are compared.
            }
        };
    }
}
