package io.myelin.store.kafka.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.TopicInspection;
import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says how fast a log is verified, beside a plain consumer that only counts. A program, not a test: its numbers are of the machine that
 * it runs on, their ratio less so.
 *
 * <p>Arguments: how many events, in how many aggregates, and a directory for the data.
 */
final class VerifyMeasurement {

    private static final String LOG = "measured";
    private static final int GROUP_EVENTS = 50;
    private static final int ROUNDS = 3;

    private VerifyMeasurement() {}

    public static void main(String... arguments) throws Exception {
        long events = Long.parseLong(arguments[0]);
        int aggregates = Integer.parseInt(arguments[1]);
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .dataDirectory(directory.resolve("kafka"))
                .build()
                .start()) {
            Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            TopicSetup.prepare(client, TopicSettings.log(LOG).build());
            TopicReport topic =
                    TopicInspection.of(client, TopicSettings.log(LOG).build());
            write(client, events, aggregates);
            LogClients clients = new LogClients(kafka.bootstrapServers(), Map.of());
            for (int round = 0; round < ROUNDS; round++) {
                double plain = events / seconds(() -> consume(clients, events));
                double verified = events / seconds(() -> verify(clients, topic, directory));
                System.out.printf(
                        "plain consumer %,.0f events/s, verify %,.0f events/s, ratio %.2f, heap %,d MiB%n",
                        plain, verified, verified / plain, heapMiB());
            }
        }
    }

    private static void write(Map<String, String> client, long events, int aggregates) {
        SplittableRandom random = new SplittableRandom(1);
        long[] next = new long[aggregates];
        Map<String, Object> fast =
                Map.of("bootstrap.servers", client.get("bootstrap.servers"), "batch.size", 500_000, "linger.ms", 5);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(fast, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long base = 0; base < events; base += GROUP_EVENTS) {
                UUID group = new UUID(random.nextLong(), random.nextLong());
                for (int i = 0; i < GROUP_EVENTS; i++) {
                    int aggregate = random.nextInt(aggregates);
                    Stamp stamp = new Stamp(group, base, GROUP_EVENTS, i, new UUID(random.nextLong(), 1), 0, 1);
                    NewEvent event = event(random, aggregate, next[aggregate]++);
                    var unused = producer.send(RecordFormat.toProducerRecord(LOG, stamp, event));
                }
            }
        }
    }

    private static NewEvent event(SplittableRandom random, int aggregate, long sequenceNumber) {
        String payload =
                "{\"order\":\"%d\",\"customer\":\"someone\",\"lines\":[{\"product\":\"a chair\",\"quantity\":2,\"price\":12.50},"
                                .formatted(aggregate)
                        + "{\"product\":\"a table with four legs and a drawer\",\"quantity\":1,\"price\":249.00}],\"placed\":\"2026-03-01T10:00:00Z\",\"note\":\"%d\"}"
                                .formatted(sequenceNumber);
        return new NewEvent(
                new LoggedEvent(
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        "Order",
                        new UUID(aggregate, aggregate).toString(),
                        sequenceNumber,
                        1_700_000_000_000L,
                        0,
                        "order-placed",
                        "1",
                        payload.getBytes(UTF_8),
                        new byte[0]),
                Map.of());
    }

    private static void consume(LogClients clients, long events) {
        TopicPartition partition = new TopicPartition(LOG, 0);
        long read = 0;
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            while (read < events) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
        }
    }

    private static void verify(LogClients clients, TopicReport topic, Path scratch) {
        VerifyReport report = LogVerification.run(
                new LogVerification.Parts(clients, topic, Optional.empty(), Optional.empty(), scratch),
                (done, total) -> {});
        if (report.worst().isPresent()) {
            throw new IllegalStateException("The measured log should be sound: " + report);
        }
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long heapMiB() {
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }
}
