package io.myelin.chaos.writer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.topic.StoreTopics;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A log opened as the store opens it for an application, with short time-outs and small groups.
 *
 * @param log to append to
 * @param index on this process's disk
 */
public record WriterStore(CommitLog log, LogIndex index) implements AutoCloseable {

    /** Small, so that many groups and large commits come about, and some commits don't fit one broker batch. */
    static final int GROUP_BYTES_MAX = 4_096;

    /** Long enough for a leader that died to be replaced, mostly; shorter than the freezes of writers. */
    static final Duration COMMIT_DEADLINE = Duration.ofSeconds(6);

    private static final int QUEUED_COMMITS_MAX = 1_000;

    /** The least that the index takes. */
    private static final IndexSettings INDEX = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 256);

    /** Makes clients that give up and try again within seconds. */
    public static LogClients clients(String servers) {
        return new LogClients(
                servers,
                Map.of(
                        "request.timeout.ms", "1000",
                        "delivery.timeout.ms", "2500",
                        "max.block.ms", "2000",
                        "default.api.timeout.ms", "10000",
                        "reconnect.backoff.max.ms", "400",
                        "retry.backoff.max.ms", "400",
                        "socket.connection.setup.timeout.ms", "1000",
                        "socket.connection.setup.timeout.max.ms", "2000"));
    }

    /** Creates the log's topics, or checks them as every start of the store does. */
    public static StoreTopics prepare(String servers, String log) {
        Map<String, String> properties = new HashMap<>(clients(servers).properties());
        properties.put("bootstrap.servers", servers);
        return TopicSetup.prepare(
                properties,
                TopicSettings.log(log)
                        .replicas(3)
                        .patience(Duration.ofSeconds(20))
                        .build());
    }

    static WriterStore open(String servers, String log, Path indexDirectory) {
        StoreTopics topics = prepare(servers, log);
        LogIndex index = LogIndex.open(indexDirectory, topics.log().topicId(), INDEX);
        try {
            CommitLog opened = KafkaCommitLog.open(new KafkaCommitLog.Parts(
                    topics.log(),
                    clients(servers),
                    index,
                    new LogSettings(COMMIT_DEADLINE, QUEUED_COMMITS_MAX, GROUP_BYTES_MAX),
                    new SimpleMeterRegistry(),
                    task -> daemon("tailer", task)));
            return new WriterStore(opened, index);
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        log.close();
        index.close();
    }
}
