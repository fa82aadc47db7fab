package io.myelin.chaos.doubt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.StoreTopics;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log whose clients give up after a blink, so that a test can have a thousand time-outs. */
record ShakyLog(String topic, CommitLog log, LogIndex index, MeterRegistry registry) implements AutoCloseable {

    private static final Map<String, String> IMPATIENT = Map.of(
            "request.timeout.ms", "150",
            "delivery.timeout.ms", "150",
            "max.block.ms", "2000",
            "fetch.max.wait.ms", "50",
            "default.api.timeout.ms", "10000",
            "reconnect.backoff.ms", "10",
            "reconnect.backoff.max.ms", "50",
            "retry.backoff.ms", "10",
            "retry.backoff.max.ms", "50");

    static ShakyLog open(String servers, String topic, Path directory, LogSettings settings) {
        Map<String, String> properties = new HashMap<>(Map.of("bootstrap.servers", servers));
        StoreTopics topics = TopicSetup.prepare(
                properties, TopicSettings.log(topic).replicas(1).build());
        LogIndex index = LogIndex.open(
                directory.resolve(topic),
                topics.log().topicId(),
                new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, IndexSettings.OPEN_FILES_MIN));
        MeterRegistry registry = new SimpleMeterRegistry();
        CommitLog log = KafkaCommitLog.open(new KafkaCommitLog.Parts(
                topics.log(), new LogClients(servers, IMPATIENT), index, settings, registry, task -> {
                    Thread thread = new Thread(task, "tailer-" + topic);
                    thread.setDaemon(true);
                    return thread;
                }));
        return new ShakyLog(topic, log, index, registry);
    }

    AppendResult append(String eventId, String aggregateId, long sequenceNumber) {
        return log.append(List.of(new NewEvent(
                new LoggedEvent(
                        eventId,
                        "Shaky",
                        aggregateId,
                        sequenceNumber,
                        0,
                        0,
                        "changed",
                        null,
                        eventId.getBytes(UTF_8),
                        new byte[0]),
                Map.of())));
    }

    /** Returns how many fences were sent: the first of them tells that a send was given up. */
    double fences() {
        return registry.get("store.fences").counter().count();
    }

    @Override
    public void close() {
        log.close();
        index.close();
    }
}
