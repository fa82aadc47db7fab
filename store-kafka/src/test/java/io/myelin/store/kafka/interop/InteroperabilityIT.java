package io.myelin.store.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        List<TrackedEventMessage<?>> read = readWithExtension("v5");

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
        assertThat(readWithExtension("v5"))
                .extracting(TrackedEventMessage::getIdentifier)
                .containsExactly("v1", "v2", "late1", "late2", "v3", "cut1", "cut2", "v4", "cut3", "v5");
    }

    @Test
    void a_plain_consumer_that_follows_the_rule_reads_the_valid_events_and_no_others() {
        List<String> read = new ArrayList<>();
        PlainReader reader = new PlainReader();
        for (ConsumerRecord<byte[], byte[]> record : allRecords()) {
            reader.accept(
                    record,
                    valid -> read.add(
                            text(valid.headers().lastHeader("axon-message-id").value())));
        }

        assertThat(read).isEqualTo(VALID);
    }

    private List<TrackedEventMessage<?>> readWithExtension(String lastId) throws Exception {
        AsyncFetcher<String, byte[], KafkaEventMessage> fetcher =
                AsyncFetcher.<String, byte[], KafkaEventMessage>builder()
                        .pollTimeout(100)
                        .build();
        StreamableKafkaMessageSource<String, byte[]> source = StreamableKafkaMessageSource.<String, byte[]>builder()
                .topics(List.of(log.topic()))
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

    private List<ConsumerRecord<byte[], byte[]>> allRecords() {
        Map<String, Object> client = Map.of("bootstrap.servers", SharedEmbeddedKafka.bootstrapServers());
        TopicPartition partition = new TopicPartition(log.topic(), 0);
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
