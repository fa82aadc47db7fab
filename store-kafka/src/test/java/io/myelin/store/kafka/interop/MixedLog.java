package io.myelin.store.kafka.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.record.RecordFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic with all that a log can hold: valid groups, void ones, fences and records of others. */
final class MixedLog implements AutoCloseable {

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private long end;

    private MixedLog(String topic, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    static MixedLog create(String servers) throws Exception {
        String topic = "mixed-" + UUID.randomUUID();
        Map<String, Object> client = Map.of("bootstrap.servers", servers);
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        return new MixedLog(topic, new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    String topic() {
        return topic;
    }

    /** Appends a group where it expects to land. */
    MixedLog valid(String... eventIds) throws Exception {
        return group(end, eventIds.length, eventIds);
    }

    /** Appends a group that expected another place: another writer was faster. */
    MixedLog late(String... eventIds) throws Exception {
        return group(Math.max(0, end - 1), eventIds.length, eventIds);
    }

    /** Appends a group of which the last record never came, so that all of it is void although it is where it was expected. */
    MixedLog cut(String... eventIds) throws Exception {
        return group(end, eventIds.length + 1, eventIds);
    }

    MixedLog fence() throws Exception {
        return send(RecordFormat.fence(topic));
    }

    MixedLog foreign() throws Exception {
        return send(new ProducerRecord<>(topic, 0, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));
    }

    private MixedLog group(long base, int length, String... eventIds) throws Exception {
        UUID groupId = UUID.randomUUID();
        UUID commitId = UUID.randomUUID();
        for (int i = 0; i < eventIds.length; i++) {
            Stamp stamp = new Stamp(groupId, base, length, i, commitId, i, length);
            send(RecordFormat.toProducerRecord(topic, stamp, event(eventIds[i])));
        }
        return this;
    }

    private MixedLog send(ProducerRecord<byte[], byte[]> record) throws Exception {
        end = producer.send(record).get().offset() + 1;
        return this;
    }

    private static NewEvent event(String eventId) {
        LoggedEvent event = new LoggedEvent(
                eventId,
                "Order",
                "order-of-" + eventId,
                0,
                1_700_000_000_000L,
                0,
                "java.lang.String",
                null,
                ("\"payload of " + eventId + "\"").getBytes(UTF_8),
                new byte[0]);
        return new NewEvent(event, Map.of("user", "ann"));
    }

    @Override
    public void close() {
        producer.close();
    }
}
