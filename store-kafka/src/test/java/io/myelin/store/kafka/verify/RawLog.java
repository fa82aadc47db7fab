package io.myelin.store.kafka.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.TopicInspection;
import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A log on the shared broker into which a test writes whatever it likes, with the clients that it is given. */
final class RawLog {

    private final Map<String, String> client = Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());
    private final String topic = "raw-" + UUID.randomUUID();
    private final Clients clients;
    private long end;

    RawLog(Clients clients) {
        this.clients = clients;
        TopicSetup.prepare(client, TopicSettings.log(topic).build());
    }

    /** Kafka's clients, for all tests of a class, as each takes a moment to connect. */
    record Clients(Producer<byte[], byte[]> producer, Admin admin) implements AutoCloseable {

        static Clients connect() {
            Map<String, Object> broker = Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());
            return new Clients(
                    new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer()),
                    Admin.create(broker));
        }

        @Override
        public void close() {
            producer.close();
            admin.close();
        }
    }

    LogClients clients() {
        return new LogClients(SharedEmbeddedKafka.bootstrapServers(), Map.of());
    }

    TopicReport inspect() {
        return TopicInspection.of(client, TopicSettings.log(topic).create(false).build());
    }

    /** Appends a group of one commit where it is expected. */
    RawLog commit(NewEvent... events) {
        UUID commit = UUID.randomUUID();
        UUID group = UUID.randomUUID();
        long base = end;
        for (int i = 0; i < events.length; i++) {
            send(new Stamp(group, base, events.length, i, commit, i, events.length), events[i]);
        }
        return this;
    }

    RawLog send(Stamp stamp, NewEvent event) {
        return send(RecordFormat.toProducerRecord(topic, stamp, event));
    }

    /** Appends an event where it is expected, with one header replaced. */
    RawLog withHeader(NewEvent event, String header, byte[] value) {
        Stamp stamp = new Stamp(UUID.randomUUID(), end, 1, 0, UUID.randomUUID(), 0, 1);
        ProducerRecord<byte[], byte[]> record = RecordFormat.toProducerRecord(topic, stamp, event);
        record.headers().remove(header).add(header, value);
        return send(record);
    }

    RawLog foreign() {
        return send(new ProducerRecord<>(topic, 0, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));
    }

    RawLog fence() {
        return send(RecordFormat.fence(topic));
    }

    private RawLog send(ProducerRecord<byte[], byte[]> record) {
        try {
            end = clients.producer().send(record).get().offset() + 1;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Lets somebody write in a transaction, whose end takes a place but is no record. */
    RawLog transaction() {
        Map<String, Object> transactional =
                Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers(), "transactional.id", "tx-" + topic);
        try (Producer<byte[], byte[]> other =
                new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            var unused = other.send(new ProducerRecord<>(topic, 0, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));
            other.commitTransaction();
        }
        end += 2;
        // The marker is written by the brokers, a moment after the transaction is committed.
        await().until(() -> latestOffset() == end);
        return this;
    }

    private long latestOffset() throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return clients.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    RawLog set(String setting, String value) throws Exception {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        clients.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all()
                .get();
        return this;
    }

    RawLog deleteBelow(long offset) throws Exception {
        clients.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
        return this;
    }

    RawLog repartition() throws Exception {
        clients.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                .all()
                .get();
        return this;
    }

    long end() {
        return end;
    }

    static NewEvent event(String aggregateId, long sequenceNumber) {
        return event(aggregateId + "#" + sequenceNumber, aggregateId, sequenceNumber, "{\"n\":1}");
    }

    static NewEvent event(String eventId, String aggregateId, long sequenceNumber, String payload) {
        return new NewEvent(
                new LoggedEvent(
                        eventId,
                        "Order",
                        aggregateId,
                        sequenceNumber,
                        1_700_000_000_000L,
                        0,
                        "order-changed",
                        "1",
                        payload.getBytes(UTF_8),
                        new byte[0]),
                Map.of());
    }
}
