package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class EventCodecPropertyTest {

    @Property(tries = 500)
    void decoding_gives_back_what_was_encoded(
            @ForAll("events") LoggedEvent event, @ForAll @LongRange(min = 0) long offset) {
        IndexedEvent decoded = EventCodec.decode(encode(offset, event));

        assertThat(decoded.offset()).isEqualTo(offset);
        assertThat(decoded.event()).usingRecursiveComparison().isEqualTo(event);
    }

    @Property(tries = 200)
    void an_event_that_was_cut_short_is_refused(@ForAll("events") LoggedEvent event, @ForAll int where) {
        byte[] whole = encode(1, event);
        byte[] cut = Arrays.copyOf(whole, Math.floorMod(where, whole.length));

        assertThatThrownBy(() -> EventCodec.decode(cut)).isInstanceOf(MalformedEntryException.class);
    }

    @Property(tries = 200)
    void arbitrary_bytes_are_decoded_or_refused_but_break_nothing(@ForAll byte[] rest) {
        byte[] bytes = new byte[rest.length + 1];
        bytes[0] = 1;
        System.arraycopy(rest, 0, bytes, 1, rest.length);

        try {
            EventCodec.decode(bytes);
        } catch (MalformedEntryException expected) {
            assertThat(expected).hasMessageContaining("no event");
        }
    }

    @Provide
    Arbitrary<LoggedEvent> events() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(300),
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(40));
        Arbitrary<String> identifiers =
                Arbitraries.oneOf(texts, Arbitraries.create(UUID::randomUUID).map(UUID::toString));
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<Long> sequenceNumbers = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999);
        return Combinators.combine(identifiers, identifiers, texts.injectNull(0.3), sequenceNumbers, texts, bytes)
                .flatAs((id, aggregate, optional, sequenceNumber, text, payload) -> Combinators.combine(
                                Arbitraries.longs(), nanos, texts.injectNull(0.3), bytes)
                        .as((ms, ns, revision, metaData) -> new LoggedEvent(
                                id, optional, aggregate, sequenceNumber, ms, ns, text, revision, payload, metaData)));
    }

    private static byte[] encode(long offset, LoggedEvent event) {
        ByteBuffer buffer = ByteBuffer.allocate(EventCodec.sizeMax(event));
        EventCodec.encode(offset, event, buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
