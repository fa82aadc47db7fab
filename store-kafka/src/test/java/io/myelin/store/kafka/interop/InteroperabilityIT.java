package io.myelin.store.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.log.TestEvents;
import io.myelin.store.kafka.log.TestLogs;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.extensions.kafka.eventhandling.consumer.AsyncFetcher;
import org.axonframework.extensions.kafka.eventhandling.consumer.streamable.KafkaEventMessage;
import org.axonframework.extensions.kafka.eventhandling.consumer.streamable.StreamableKafkaMessageSource;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads the log without this library: Axon's Kafka extension as it is, and a plain consumer. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class InteroperabilityIT {

    private static final List<String> VALID = List.of("v1", "v2", "v3", "v4", "v5");

    private MixedLog log;

    @BeforeEach
    void writeLog() throws Exception {
        log = MixedLog.create(SharedEmbeddedKafka.bootstrapServers())
                .valid("v1", "v2")
                .late("late1", "late2")
                .valid("v3")
                .fence()
                .foreign()
                .cut("cut1", "cut2")
                .valid("v4")
                .cut("cut3")
                .fence()
                .valid("v5");
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void the_extension_reads_every_valid_event_as_it_was_published() throws Exception {
        List<TrackedEventMessage<?>> read = readWithExtension(log.topic(), "v5");

        assertThat(read).extracting(TrackedEventMessage::getIdentifier).containsSubsequence(VALID);
        assertThat(read.get(0)).isInstanceOfSatisfying(DomainEventMessage.class, event -> {
            assertThat(event.getPayload()).isEqualTo("payload of v1");
            assertThat(event.getAggregateIdentifier()).isEqualTo("order-of-v1");
            assertThat(event.getType()).isEqualTo("Order");
            assertThat(event.getMetaData()).containsEntry("user", "ann");
            assertThat(event.getTimestamp()).hasToString("2023-11-14T22:13:20Z");
        });
    }

    /** Void records are rare, but whoever reads without the validity rule must expect them. */
    @Test
    void the_extension_reads_void_events_too_but_neither_fences_nor_foreign_records() throws Exception {
        assertThat(readWithExtension(log.topic(), "v5"))
                .extracting(TrackedEventMessage::getIdentifier)
                .containsExactly("v1", "v2", "late1", "late2", "v3", "cut1", "cut2", "v4", "cut3", "v5");
    }

    @Test
    void a_plain_consumer_that_follows_the_rule_reads_the_valid_events_and_no_others() {
        assertThat(readPlainly(log.topic())).isEqualTo(VALID);
    }

    @Test
    void all_agree_on_what_two_nodes_wrote_against_each_other(@TempDir Path directory) throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog one = TestLogs.open(topic, directory.resolve("one"), LogSettings.defaults());
                TestLogs.OpenedLog two = TestLogs.open(topic, directory.resolve("two"), LogSettings.defaults())) {
            List<CompletableFuture<Void>> writers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> write("w" + i, i % 2 == 0 ? one.log() : two.log())))
                    .toList();
            writers.forEach(CompletableFuture::join);

            List<String> ours = readByStore(one.log());
            assertThat(ours).hasSize(8 * 50 * 2);
            assertThat(readPlainly(topic.name())).isEqualTo(ours);
            assertThat(readWithExtension(topic.name(), ours.get(ours.size() - 1)))
                    .extracting(TrackedEventMessage::getIdentifier)
                    .containsAll(ours);
        }
    }

    private static void write(String aggregateId, CommitLog to) {
        for (long i = 0; i < 50; i++) {
            to.append(List.of(TestEvents.event(aggregateId, 2 * i), TestEvents.event(aggregateId, 2 * i + 1)));
        }
    }

    private static List<String> readByStore(CommitLog from) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        long end = from.end();
        try (CommitLog.ValidReader reader = from.readFrom(0)) {
            while (reader.position() < end) {
                reader.poll(100, Duration.ofSeconds(1))
                        .forEach(record -> ids.add(record.event().eventId()));
            }
        }
        return ids;
    }

    private static List<String> readPlainly(String topic) {
        List<String> ids = new ArrayList<>();
        PlainReader reader = new PlainReader();
        for (ConsumerRecord<byte[], byte[]> record : allRecords(topic)) {
            reader.accept(
                    record,
                    valid -> ids.add(
                            text(valid.headers().lastHeader("axon-message-id").value())));
        }
        return ids;
    }

    private static List<TrackedEventMessage<?>> readWithExtension(String topic, String lastId) throws Exception {
        AsyncFetcher<String, byte[], KafkaEventMessage> fetcher =
                AsyncFetcher.<String, byte[], KafkaEventMessage>builder()
                        .pollTimeout(100)
                        .build();
        StreamableKafkaMessageSource<String, byte[]> source = StreamableKafkaMessageSource.<String, byte[]>builder()
                .topics(List.of(topic))
                .consumerFactory(Map.of(
                        "bootstrap.servers", SharedEmbeddedKafka.bootstrapServers(),
                        "key.deserializer", StringDeserializer.class,
                        "value.deserializer", ByteArrayDeserializer.class))
                .fetcher(fetcher)
                .serializer(JacksonSerializer.defaultSerializer())
                .build();
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            List<TrackedEventMessage<?>> read = new ArrayList<>();
            while (read.isEmpty() || !read.get(read.size() - 1).getIdentifier().equals(lastId)) {
                assertThat(stream.hasNextAvailable(30, TimeUnit.SECONDS)).isTrue();
                read.add(stream.nextAvailable());
            }
            return read;
        } finally {
            fetcher.shutdown();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> allRecords(String topic) {
        Map<String, Object> client = Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Optional.ofNullable(
                            consumer.endOffsets(List.of(partition)).get(partition))
                    .orElseThrow();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
