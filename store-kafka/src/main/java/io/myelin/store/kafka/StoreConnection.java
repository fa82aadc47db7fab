package io.myelin.store.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.store.kafka.axon.OpenLog;
import io.myelin.store.kafka.index.IndexBackup;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.snapshot.KafkaSnapshots;
import io.myelin.store.kafka.stream.RecentEvents;
import io.myelin.store.kafka.topic.StoreTopics;
import io.myelin.store.kafka.topic.TopicSetup;
import io.myelin.store.kafka.topic.TopicWatch;
import io.myelin.store.kafka.topic.Use;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store's parts while it is open: opened in order, closed in reverse, all or none. Thread-safe. */
final class StoreConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreConnection.class);

    private final KafkaStoreSettings settings;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile @Nullable OpenLog open;
    private volatile @Nullable LogIndex index;
    private volatile @Nullable KafkaCommitLog commits;
    private volatile @Nullable StoreWatch watch;

    StoreConnection(KafkaStoreSettings settings) {
        this.settings = settings;
    }

    /** Opens everything; if a part fails, what was opened is closed again. */
    synchronized void open(MeterRegistry registry) {
        if (open != null) {
            throw new IllegalStateException("The store on " + settings.topics().log() + " is open already.");
        }
        long startNanos = System.nanoTime();
        try {
            open = openParts(registry);
        } catch (RuntimeException | Error e) {
            closeParts();
            throw e;
        }
        log.info(
                "The store on topic '{}' of {} is open after {} ms.",
                settings.topics().log(),
                settings.clients().bootstrapServers(),
                (System.nanoTime() - startNanos) / 1_000_000);
    }

    /**
     * Returns the open log.
     *
     * @throws IllegalStateException if the store is not open
     */
    OpenLog log() {
        OpenLog current = open;
        if (current == null) {
            throw new IllegalStateException(
                    ("The store on topic '%s' is not open, so nothing can be stored or read: the application was not started, or it"
                                    + " was stopped. Start it first.")
                            .formatted(settings.topics().log()));
        }
        return current;
    }

    /** Returns how the store is now; asks nobody. */
    StoreStatus status() {
        KafkaCommitLog opened = commits;
        StoreWatch watching = watch;
        if (opened == null || watching == null || open == null) {
            return new StoreStatus(StoreStatus.State.NOT_OPEN, 0, List.of());
        }
        return opened.failure()
                .map(failure -> new StoreStatus(
                        StoreStatus.State.FAILED, opened.position(), List.of(String.valueOf(failure.getMessage()))))
                .orElseGet(() -> new StoreStatus(StoreStatus.State.OPEN, opened.position(), watching.atRisk()));
    }

    /** Copies the index as it is now; commits and loads go on meanwhile. */
    synchronized void backUpIndex(Path backup) {
        LogIndex opened = index;
        if (open == null || opened == null) {
            throw new IllegalStateException(
                    "The store on topic '%s' is not open. Start the application, or copy its index by 'index backup' of the command line."
                            .formatted(settings.topics().log()));
        }
        IndexBackup.write(opened, backup);
    }

    /** Closes everything that is open. Idempotent. */
    @Override
    public synchronized void close() {
        open = null;
        closeParts();
    }

    private OpenLog openParts(MeterRegistry registry) {
        LogClients clients = settings.clients();
        StoreTopics topics = TopicSetup.prepare(clientProperties(clients), settings.topics(), use());
        String logId = topics.log().topicId();
        LogIndex index = keep(LogIndex.open(settings.indexDirectory(), logId, settings.index()));
        KafkaCommitLog commits = keep(KafkaCommitLog.open(new KafkaCommitLog.Parts(
                topics.log(), clients, index, settings.writing(), registry, threads("myelin-log-tailer"))));
        KafkaSnapshots snapshots = keep(KafkaSnapshots.open(new KafkaSnapshots.Parts(
                topics.snapshots(), logId, clients, index.snapshots(), use(), threads("myelin-snapshot-tailer"))));
        RecentEvents recent = keep(new RecentEvents(commits, settings.recent()));
        TopicWatch topic = TopicWatch.on(clientProperties(clients), settings.topics(), topics.log());
        this.watch = keep(new StoreWatch(topic, index, commits, threads("myelin-store-watch")));
        this.commits = commits;
        this.index = index;
        keep(upGauge(registry));
        return new OpenLog(commits, recent, snapshots);
    }

    private AutoCloseable upGauge(MeterRegistry registry) {
        Gauge up = Gauge.builder("store.up", this, store -> store.status().state() == StoreStatus.State.OPEN ? 1 : 0)
                .description("Whether this node takes commits: 1, or 0 after a failure that wants an operator")
                .tag("log", settings.topics().log())
                .register(registry);
        return () -> registry.remove(up);
    }

    private Use use() {
        return settings.writing().readOnly() ? Use.READING : Use.WRITING;
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn(
                        "{} could not be closed properly; the parts below it are closed all the same.",
                        part.getClass().getSimpleName(),
                        e);
            }
        }
    }

    private <P extends AutoCloseable> P keep(P part) {
        parts.push(part);
        return part;
    }

    private static Map<String, String> clientProperties(LogClients clients) {
        Map<String, String> properties = new HashMap<>(clients.properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, clients.bootstrapServers());
        return properties;
    }

    /** Daemons, so that a process that forgets to close its application can end. */
    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
