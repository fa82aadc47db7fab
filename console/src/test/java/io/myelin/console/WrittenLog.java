package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A log on the shared broker, and the node that writes to it. */
final class WrittenLog implements AutoCloseable {

    static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final LogTopic topic;
    private final LogIndex index;
    private final KafkaCommitLog log;
    private final long readAtStart;

    private WrittenLog(LogTopic topic, LogIndex index, KafkaCommitLog log, long readAtStart) {
        this.topic = topic;
        this.index = index;
        this.log = log;
        this.readAtStart = readAtStart;
    }

    /** Creates a log of its own. */
    static WrittenLog create(Path indexDirectory) {
        return open("log-" + UUID.randomUUID(), indexDirectory);
    }

    /** Opens a log as a node of it does. */
    static WrittenLog open(String name, Path indexDirectory) {
        String servers = SharedEmbeddedKafka.bootstrapServers();
        LogTopic topic = TopicSetup.prepare(
                        Map.of("bootstrap.servers", servers),
                        TopicSettings.log(name).build())
                .log();
        LogIndex index = LogIndex.open(indexDirectory, topic.topicId(), IndexSettings.defaults());
        long before = index.position();
        KafkaCommitLog log = KafkaCommitLog.open(new KafkaCommitLog.Parts(
                topic,
                new LogClients(servers, Map.of()),
                index,
                LogSettings.defaults(),
                new SimpleMeterRegistry(),
                task -> new Thread(task, "tailer")));
        return new WrittenLog(topic, index, log, index.position() - before);
    }

    String name() {
        return topic.name();
    }

    KafkaCommitLog log() {
        return log;
    }

    /** Returns how many records its index lacked when it was opened. */
    long readAtStart() {
        return readAtStart;
    }

    LogScan scan() {
        return LogScan.open(new LogClients(SharedEmbeddedKafka.bootstrapServers(), Map.of()), name());
    }

    WrittenLog commit(NewEvent... events) {
        log.append(List.of(events));
        return this;
    }

    /** Returns an event whose identifier is made of aggregate and sequence number. */
    static NewEvent event(String aggregateId, long sequenceNumber) {
        return event(aggregateId, sequenceNumber, "{\"of\":\"" + aggregateId + "\"}");
    }

    static NewEvent event(String aggregateId, long sequenceNumber, String payload) {
        LoggedEvent event = new LoggedEvent(
                aggregateId + "#" + sequenceNumber,
                "Order",
                aggregateId,
                sequenceNumber,
                TIME.plusSeconds(sequenceNumber).toEpochMilli(),
                0,
                "order-changed",
                "1",
                payload.getBytes(UTF_8),
                new byte[0]);
        return new NewEvent(event, Map.of());
    }

    @Override
    public void close() {
        log.close();
        index.close();
    }
}
