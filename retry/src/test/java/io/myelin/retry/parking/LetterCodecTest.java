package io.myelin.retry.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LetterCodecTest {

    private static final Noted A0 = new Noted("a", 0);

    private final LetterCodec codec = codec(NoOpEventUpcaster.INSTANCE);

    @Test
    void an_aggregates_event_comes_back_with_all_that_a_handler_may_ask_for() {
        TrackingToken token =
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(9), new GlobalSequenceTrackingToken(7));
        EventMessage<Noted> event = new GenericTrackedDomainEventMessage<>(
                token, new GenericDomainEventMessage<>("Note", "a", 3, A0).andMetaData(Map.of("user", "ada")));

        DomainEventMessage<?> back = (DomainEventMessage<?>) onlyOne(codec.decode(codec.encode(event)));

        assertThat(back.getPayload()).isEqualTo(A0);
        assertThat(back.getIdentifier()).isEqualTo(event.getIdentifier());
        assertThat(back.getTimestamp()).isEqualTo(event.getTimestamp().truncatedTo(ChronoUnit.MICROS));
        assertThat(back.getMetaData()).containsEntry("user", "ada");
        assertThat(back.getType()).isEqualTo("Note");
        assertThat(back.getAggregateIdentifier()).isEqualTo("a");
        assertThat(back.getSequenceNumber()).isEqualTo(3);
        assertThat(((TrackedEventMessage<?>) back).trackingToken()).isEqualTo(token);
    }

    @Test
    void an_event_of_no_aggregate_comes_back_as_one() {
        EventMessage<?> tracked = onlyOne(codec.decode(
                codec.encode(new GenericTrackedEventMessage<>(new GlobalSequenceTrackingToken(1), message()))));
        EventMessage<?> plain = onlyOne(codec.decode(codec.encode(message())));

        assertThat(tracked).isInstanceOf(TrackedEventMessage.class).isNotInstanceOf(DomainEventMessage.class);
        assertThat(plain).isNotInstanceOf(TrackedEventMessage.class).isNotInstanceOf(DomainEventMessage.class);
        assertThat(plain.getPayload()).isEqualTo(A0);
    }

    @Test
    void an_event_that_was_parked_by_an_earlier_release_is_upcast() {
        Letter letter = codec.encode(message());

        EventMessage<?> back = onlyOne(codec(new Renumbering()).decode(letter));

        assertThat(back.getPayload()).isEqualTo(new Noted("a", 100));
    }

    @Test
    void a_letter_that_nobody_can_read_any_more_says_what_it_is() {
        Letter letter = codec.encode(message());
        Letter forgotten = new Letter(
                letter.eventId(),
                letter.eventTime(),
                null,
                Letter.bytes("{}".getBytes(UTF_8), "forgotten", "1"),
                letter.metaData(),
                null);

        assertThatThrownBy(() -> codec.decode(forgotten))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("forgotten");
    }

    private static EventMessage<Noted> message() {
        return GenericEventMessage.asEventMessage(A0);
    }

    private static LetterCodec codec(EventUpcaster upcasters) {
        return new LetterCodec(JsonSerializer.of(EventTypes.of(Noted.class)), upcasters);
    }

    private static EventMessage<?> onlyOne(List<EventMessage<?>> events) {
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** As a later release's, which counts from 100. */
    private static final class Renumbering extends SingleEventUpcaster {
        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().getName().equals("noted");
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(
                    new SimpleSerializedType("noted", "1"),
                    JsonNode.class,
                    json -> ((ObjectNode) json).put("number", 100));
        }
    }
}
