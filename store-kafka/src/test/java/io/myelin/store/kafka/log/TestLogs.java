package io.myelin.store.kafka.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Opens logs on the shared broker, each test on a topic of its own. */
public final class TestLogs {

    public static final int MAX_MESSAGE_BYTES = 1_048_588;

    private TestLogs() {}

    /** Creates a topic for a log. */
    public static LogTopic newTopic() throws ExecutionException, InterruptedException {
        String name = "log-" + UUID.randomUUID();
        NewTopic topic = new NewTopic(name, 1, (short) 1)
                .configs(Map.of("retention.ms", "-1", "max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES)));
        try (Admin admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, SharedEmbeddedKafka.bootstrapServers()))) {
            String id = admin.createTopics(List.of(topic)).topicId(name).get().toString();
            return new LogTopic(name, id, MAX_MESSAGE_BYTES, 1, 1);
        }
    }

    /** Makes clients of the shared broker. */
    public static LogClients clients() {
        return new LogClients(SharedEmbeddedKafka.bootstrapServers(), Map.of());
    }

    /** Opens a log and its index, which are closed together. */
    public static OpenedLog open(LogTopic topic, Path indexDirectory, LogSettings settings) {
        return open(topic, indexDirectory, settings, KafkaCommitLog::open);
    }

    /** As {@link #open(LogTopic, Path, LogSettings)}, with another way to open the log. */
    static OpenedLog open(
            LogTopic topic,
            Path indexDirectory,
            LogSettings settings,
            Function<KafkaCommitLog.Parts, KafkaCommitLog> opener) {
        MeterRegistry registry = new SimpleMeterRegistry();
        LogIndex index = LogIndex.open(indexDirectory, topic.topicId(), IndexSettings.defaults());
        try {
            KafkaCommitLog log = opener.apply(new KafkaCommitLog.Parts(
                    topic, clients(), index, settings, registry, task -> new Thread(task, "tailer")));
            return new OpenedLog(log, index, registry);
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** What {@link #open} opened. */
    public record OpenedLog(KafkaCommitLog log, LogIndex index, MeterRegistry registry) implements AutoCloseable {
        double count(String meter, String... tags) {
            return registry.get(meter).tags(tags).counter().count();
        }

        @Override
        public void close() {
            log.close();
            index.close();
        }
    }
}
