package io.myelin.chaos.doubt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.myelin.chaos.WholeLog;
import io.myelin.chaos.judge.ValidLog;
import io.myelin.embeddedkafka.ClusterBroker;
import io.myelin.embeddedkafka.EmbeddedKafkaCluster;
import io.myelin.embeddedkafka.FaultyLink;
import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.CommitOutcomeUnknownException;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sends that end in a time-out though they landed, or though they never arrived: nobody but the log knows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(240)
class UnknownOutcomesIT {

    private static final int LOGS = 20;
    private static final int ROUNDS = 50;

    @TempDir
    private static Path directory;

    private static EmbeddedKafkaCluster cluster;
    private static ClusterBroker broker;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        // One broker is enough: what is tested lies between it and the client.
        cluster = EmbeddedKafkaCluster.builder()
                .dataDirectory(directory.resolve("kafka"))
                .brokers(1)
                .build()
                .start();
        broker = cluster.broker(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void endCallers() {
        executor.shutdownNow();
    }

    @Test
    void a_thousand_time_outs_are_resolved_to_what_is_true() throws Exception {
        List<ShakyLog> logs = new ArrayList<>();
        try {
            for (int number = 0; number < LOGS; number++) {
                logs.add(ShakyLog.open(
                        cluster.bootstrapServers(), "shaky-" + number, directory, LogSettings.defaults()));
            }
            Map<String, Map<String, Long>> acknowledged = new LinkedHashMap<>();
            int timeOuts = 0;
            SplittableRandom random = new SplittableRandom(11);
            for (int round = 0; round < ROUNDS; round++) {
                timeOuts += timeOut(logs, round, random.nextInt(3), acknowledged);
            }

            assertThat(timeOuts).isGreaterThanOrEqualTo(LOGS * ROUNDS);
            for (ShakyLog log : logs) {
                assertThat(offsetsById(WholeLog.read(cluster.bootstrapServers(), log.topic())))
                        .isEqualTo(acknowledged.get(log.topic()));
            }
        } finally {
            logs.forEach(ShakyLog::close);
        }
    }

    /** Lets one send of each log time out; returns how many did. */
    private int timeOut(List<ShakyLog> logs, int round, int kind, Map<String, Map<String, Long>> acknowledged)
            throws Exception {
        List<Double> fencesBefore = logs.stream().map(ShakyLog::fences).toList();
        FaultyLink link = broker.clientLink();
        switch (kind) {
            case 0 -> link.cut(FaultyLink.Direction.TO_CLIENT);
            case 1 -> link.cut(FaultyLink.Direction.TO_SERVER);
            default -> link.blackHole();
        }
        List<Future<AppendResult>> answers = new ArrayList<>();
        for (ShakyLog log : logs) {
            answers.add(executor.submit(() -> log.append(log.topic() + "-" + round, "a", round)));
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    for (int i = 0; i < logs.size(); i++) {
                        if (logs.get(i).fences() <= fencesBefore.get(i)) {
                            return false;
                        }
                    }
                    return true;
                });
        link.heal();
        for (int i = 0; i < logs.size(); i++) {
            AppendResult answer = answers.get(i).get();
            assertThat(answer).isInstanceOf(AppendResult.Committed.class);
            String topic = logs.get(i).topic();
            acknowledged
                    .computeIfAbsent(topic, name -> new LinkedHashMap<>())
                    .put(topic + "-" + round, ((AppendResult.Committed) answer).firstOffset());
        }
        return logs.size();
    }

    @Test
    void while_the_log_cannot_be_reached_callers_hear_in_time_and_the_queue_stays_bounded() throws Exception {
        Duration deadline = Duration.ofSeconds(3);
        int queued = 16;
        int callers = 48;
        LogSettings settings = new LogSettings(deadline, queued, LogSettings.GROUP_BYTES_MAX);
        try (ShakyLog log = ShakyLog.open(cluster.bootstrapServers(), "away", directory, settings)) {
            assertThat(log.append("first", "first", 0)).isInstanceOf(AppendResult.Committed.class);

            broker.kill();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String id = "while-away-" + caller;
                outcomes.add(executor.submit(() -> outcome(log, id)));
            }
            List<Outcome> told = new ArrayList<>();
            for (Future<Outcome> outcome : outcomes) {
                told.add(outcome.get());
            }

            List<Outcome> refused = told.stream()
                    .filter(outcome -> outcome.text().contains("queuedCommitsMax"))
                    .toList();
            assertThat(refused).hasSize(callers - queued);
            assertThat(refused).allMatch(outcome -> outcome.took().compareTo(Duration.ofSeconds(1)) < 0);
            assertThat(told).allMatch(outcome -> outcome.took().compareTo(deadline.plusSeconds(2)) < 0);
            assertThat(told).allMatch(outcome -> outcome.told() != Told.COMMITTED);

            broker.start();
            long backNs = System.nanoTime();
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> outcome(log, "after-" + System.nanoTime()).told() == Told.COMMITTED);
            Duration back = Duration.ofNanos(System.nanoTime() - backNs);

            assertThat(back).isLessThan(Duration.ofSeconds(8));
            assertThatWhatWasToldIsTrue(told);
        }
    }

    private enum Told {
        COMMITTED,
        NOT_STORED,
        UNKNOWN
    }

    private record Outcome(String eventId, Told told, String text, Duration took) {}

    private static Outcome outcome(ShakyLog log, String id) {
        long startNs = System.nanoTime();
        Told told = Told.COMMITTED;
        String text = "";
        try {
            assertThat(log.append(id, id, 0)).isInstanceOf(AppendResult.Committed.class);
        } catch (CommitNotStoredException e) {
            told = Told.NOT_STORED;
            text = String.valueOf(e.getMessage());
        } catch (CommitOutcomeUnknownException e) {
            told = Told.UNKNOWN;
            text = String.valueOf(e.getMessage());
        }
        return new Outcome(id, told, text, Duration.ofNanos(System.nanoTime() - startNs));
    }

    private static void assertThatWhatWasToldIsTrue(List<Outcome> told) {
        Map<String, Long> there = offsetsById(WholeLog.read(cluster.bootstrapServers(), "away"));
        assertThat(there).containsKey("first");
        for (Outcome outcome : told) {
            if (outcome.told() == Told.NOT_STORED) {
                assertThat(there).doesNotContainKey(outcome.eventId());
            }
        }
    }

    /** Every valid event's offset; an identifier that repeats fails at once. */
    private static Map<String, Long> offsetsById(ValidLog log) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        for (LogRecord.Event event : log.events()) {
            assertThat(offsets.put(event.event().eventId(), event.offset())).isNull();
        }
        return offsets;
    }
}
