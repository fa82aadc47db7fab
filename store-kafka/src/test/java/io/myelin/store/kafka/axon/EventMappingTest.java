package io.myelin.store.kafka.axon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventMappingTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");

    private final JacksonSerializer serializer = JacksonSerializer.defaultSerializer();
    private final EventMapping mapping = new EventMapping(serializer);

    @Test
    void the_time_survives_to_the_nanosecond() {
        LoggedEvent logged = mapping.toLoggedEvent(placed(MetaData.emptyInstance(), TIME));

        assertThat(logged.timestampMs()).isEqualTo(TIME.toEpochMilli());
        assertThat(logged.timestampNanos()).isEqualTo(456_789);
        assertThat(mapping.toDomainEventData(logged).getTimestamp()).isEqualTo(TIME);
    }

    @Test
    void a_time_before_1970_survives_too() {
        Instant landing = Instant.parse("1969-07-20T20:17:40.000000001Z");

        LoggedEvent logged = mapping.toLoggedEvent(placed(MetaData.emptyInstance(), landing));

        assertThat(mapping.toDomainEventData(logged).getTimestamp()).isEqualTo(landing);
    }

    @Test
    void metadata_keeps_its_types_for_us_and_is_text_for_others() {
        Map<String, Object> entries = new HashMap<>();
        entries.put("user", "ann");
        entries.put("attempt", 3);
        entries.put("nothing", null);
        entries.put("bytes", "key".getBytes(UTF_8));

        NewEvent mapped = mapping.toNewEvent(placed(MetaData.from(entries), TIME));

        assertThat(mapped.metaDataText())
                .containsExactlyInAnyOrderEntriesOf(Map.of("user", "ann", "attempt", "3", "bytes", "a2V5"));
        MetaData read = serializer.deserialize(metaData(mapped.event()));
        assertThat(read).containsEntry("attempt", 3).containsEntry("nothing", null);
    }

    @Test
    void metadata_without_entries_takes_no_room_and_is_read_as_such() {
        NewEvent mapped = mapping.toNewEvent(placed(MetaData.emptyInstance(), TIME));

        assertThat(mapped.event().metaData()).isEmpty();
        MetaData read = serializer.deserialize(metaData(mapped.event()));
        assertThat(read).isEmpty();
    }

    @Test
    void an_event_that_no_aggregate_published_stands_for_itself() {
        EventMessage<?> closed = new GenericEventMessage<>("closed");

        LoggedEvent logged = mapping.toLoggedEvent(closed);

        assertThat(logged.aggregateId()).isEqualTo(closed.getIdentifier());
        assertThat(logged.sequenceNumber()).isZero();
        assertThat(logged.aggregateType()).isNull();
        assertThat(tracked(logged)).isNotInstanceOf(DomainEventData.class);
    }

    @Test
    void the_token_of_an_event_is_its_offset() {
        LoggedEvent logged = mapping.toLoggedEvent(placed(MetaData.emptyInstance(), TIME));

        assertThat(tracked(logged).trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(42));
        assertThat(tracked(logged)).isInstanceOf(DomainEventData.class);
    }

    private TrackedEventData<byte[]> tracked(LoggedEvent event) {
        Stamp stamp = new Stamp(new UUID(1, 1), 42, 1, 0, new UUID(2, 2), 0, 1);
        return mapping.toTrackedEventData(new LogRecord.Event(42, stamp, event));
    }

    private SerializedObject<byte[]> metaData(LoggedEvent event) {
        return mapping.toDomainEventData(event).getMetaData();
    }

    private static EventMessage<?> placed(MetaData metaData, Instant time) {
        return new GenericDomainEventMessage<>(
                "Order", "order-1", 0, new GenericMessage<>("event-1", "placed", metaData), () -> time);
    }
}
