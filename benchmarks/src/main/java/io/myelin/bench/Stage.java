package io.myelin.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.store.kafka.KafkaStore;
import io.myelin.store.kafka.KafkaStoreSettings;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The broker inside this JVM, and what measurements open on it; its directory is deleted at the end. */
final class Stage implements AutoCloseable {

    private static final int PAYLOAD_BYTES = 256;

    /** Callers that fill a log; their commits travel in one group. */
    private static final int FILLERS = 16;

    private final Path directory;
    private final EmbeddedKafka kafka;

    Stage() throws IOException {
        directory = Files.createTempDirectory("myelin-bench");
        kafka = EmbeddedKafka.builder()
                .dataDirectory(directory.resolve("kafka"))
                .build()
                .start();
    }

    String servers() {
        return kafka.bootstrapServers();
    }

    Path newDirectory() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    LogClients clients() {
        return new LogClients(servers(), Map.of());
    }

    LogTopic newTopic() {
        return TopicSetup.prepare(
                        Map.of("bootstrap.servers", servers()),
                        TopicSettings.log("bench-" + UUID.randomUUID()).build())
                .log();
    }

    /** Returns a store on a log of its own, for an application that opens and closes it. */
    KafkaStore store() {
        return KafkaStore.with(KafkaStoreSettings.log("bench-" + UUID.randomUUID())
                .bootstrapServers(servers())
                .indexDirectory(newDirectory())
                .build());
    }

    OpenLog open(LogTopic topic, Path indexDirectory) {
        LogIndex index = LogIndex.open(indexDirectory, topic.topicId(), IndexSettings.defaults());
        return new OpenLog(
                KafkaCommitLog.open(new KafkaCommitLog.Parts(
                        topic, clients(), index, LogSettings.defaults(), new SimpleMeterRegistry(), Thread::new)),
                index);
    }

    /** A log and its index. */
    record OpenLog(KafkaCommitLog log, LogIndex index) implements AutoCloseable {

        /** Fills the log with aggregates of {@code length} events, as commits of that many. */
        void fill(int events, int length) throws Exception {
            ExecutorService fillers = Executors.newFixedThreadPool(FILLERS);
            try (Progress ignored = new Progress("filling a log with " + events + " events")) {
                AtomicInteger next = new AtomicInteger();
                Callable<Void> filler = () -> {
                    for (int i = next.getAndIncrement(); i < events / length; i = next.getAndIncrement()) {
                        String id = "filled-" + i;
                        log.append(IntStream.range(0, length)
                                .mapToObj(sequence -> event(id, sequence))
                                .toList());
                    }
                    return null;
                };
                for (Future<Void> done : fillers.invokeAll(Collections.nCopies(FILLERS, filler))) {
                    done.get();
                }
            } finally {
                fillers.shutdownNow();
            }
        }

        @Override
        public void close() {
            log.close();
            index.close();
        }
    }

    static NewEvent event(String aggregateId, long sequenceNumber) {
        return new NewEvent(
                new LoggedEvent(
                        UUID.randomUUID().toString(),
                        "Account",
                        aggregateId,
                        sequenceNumber,
                        System.currentTimeMillis(),
                        0,
                        "deposited",
                        "1",
                        new byte[PAYLOAD_BYTES],
                        new byte[0]),
                Map.of());
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
