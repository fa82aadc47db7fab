package io.myelin.store.kafka.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients of one log. Thread-safe; what it makes belongs to the caller, who closes it.
 *
 * @param bootstrapServers as in Kafka's client property of that name
 * @param properties raw Kafka client properties for producers and consumers (TLS, SASL, time-outs); not those of {@link #PINNED}
 */
public record LogClients(String bootstrapServers, Map<String, String> properties) {

    /** Properties on which the protocol or its speed rests; a user can't set them. */
    public static final Set<String> PINNED = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.BATCH_SIZE_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /** Until a record is given up as unanswered; then a fence decides. Kafka's own default is two minutes, longer than callers wait. */
    private static final int DELIVERY_TIMEOUT_MS = 10_000;

    /** Until a request is repeated: a leader that died is noticed within this. */
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    /**
     * Until a send fails whose client doesn't know the topic's leader, as it forgets when all brokers are away. A caller's thread waits
     * so long under the writer's lock, and all callers' deadlines with it; Kafka's default is a minute.
     */
    private static final int MAX_BLOCK_MS = 1_000;

    /** A fetch answers as soon as there is a record, else after this; the longer, the less idle traffic. */
    private static final int FETCH_MAX_WAIT_MS = 500;

    /** Copies the map and refuses pinned properties. */
    public LogClients {
        properties = Map.copyOf(properties);
        for (String name : properties.keySet()) {
            if (PINNED.contains(name)) {
                throw new IllegalArgumentException(
                        ("The client property '%s' is the store's own: what it promises, or its"
                                        + " speed, rests on it. Take it out of the client properties.")
                                .formatted(name));
            }
        }
    }

    /**
     * Makes a producer for groups.
     *
     * @param batchBytes what travels in one broker batch at most
     * @param requestBytesMax the largest request, that is the largest single event
     */
    public Producer<byte[], byte[]> producer(int batchBytes, int requestBytesMax) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.putAll(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, requestBytesMax);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Makes a consumer without a group, to which partitions are assigned by hand. */
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_096);
        config.putAll(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        // An offset that isn't there means that the log lost events: an error, never a reason to start elsewhere.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Shows where, and which properties, but no values: they may be secrets. */
    @Override
    public String toString() {
        return "LogClients[" + bootstrapServers + ", " + properties.keySet() + "]";
    }
}
