package io.myelin.store.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.extensions.kafka.eventhandling.DefaultKafkaMessageConverter;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The records that Axon's Kafka extension would write, and ours, are the same but for our own headers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExtensionFormatTest {

    private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

    private final Serializer serializer = JacksonSerializer.defaultSerializer();
    private final DefaultKafkaMessageConverter extension =
            DefaultKafkaMessageConverter.builder().serializer(serializer).build();

    @Test
    void an_aggregates_event_is_written_as_the_extension_writes_it() {
        EventMessage<String> event = new GenericDomainEventMessage<>(
                "Order",
                "order-1",
                7,
                new GenericMessage<>("event-1", "placed", MetaData.with("user", "ann")),
                () -> TIME);

        ProducerRecord<byte[], byte[]> ours = ours(event, "Order", "order-1", 7, Map.of("user", "ann"));

        assertSameButForOurHeaders(event, ours);
        assertThat(ours.key()).asString().isEqualTo("order-1");
    }

    @Test
    void an_event_that_no_aggregate_published_differs_in_that_it_has_a_key() {
        EventMessage<String> event = new GenericEventMessage<>(
                new GenericMessage<>("event-1", "closed", MetaData.emptyInstance()), () -> TIME);

        ProducerRecord<byte[], byte[]> ours = ours(event, null, "event-1", 0, Map.of());

        assertSameButForOurHeaders(event, ours);
        assertThat(ours.key()).asString().isEqualTo("event-1");
    }

    private void assertSameButForOurHeaders(EventMessage<?> event, ProducerRecord<byte[], byte[]> ours) {
        ProducerRecord<String, byte[]> theirs = extension.createKafkaMessage(event, "orders");
        assertThat(axonHeaders(ours)).containsExactlyInAnyOrderEntriesOf(axonHeaders(theirs));
        assertThat(ours.value()).isEqualTo(theirs.value());
    }

    private ProducerRecord<byte[], byte[]> ours(
            EventMessage<?> event,
            @Nullable String type,
            String aggregateId,
            long sequenceNumber,
            Map<String, String> metaData) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        LoggedEvent logged = new LoggedEvent(
                event.getIdentifier(),
                type,
                aggregateId,
                sequenceNumber,
                TIME.toEpochMilli(),
                0,
                payload.getType().getName(),
                payload.getType().getRevision(),
                payload.getData(),
                new byte[0]);
        return RecordFormat.toProducerRecord("orders", StampRecords.STAMP, new NewEvent(logged, metaData));
    }

    private static Map<String, @Nullable String> axonHeaders(ProducerRecord<?, ?> record) {
        Map<String, @Nullable String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith("axon-")) {
                byte[] value = header.value();
                headers.put(header.key(), value == null ? null : HexFormat.of().formatHex(value));
            }
        }
        return headers;
    }
}
