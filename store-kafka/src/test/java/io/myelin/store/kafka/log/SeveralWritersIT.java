package io.myelin.store.kafka.log;

import static io.myelin.store.kafka.log.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several busy writers on one log take turns (rule 8). */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class SeveralWritersIT {

    private static final int WRITERS = 3;
    private static final int CALLERS = 64;
    private static final int APPENDS = 60;

    /** Without taking turns it is more than two thirds, with them a few in a hundred; a busy machine makes for some. */
    private static final double VOID_SHARE_MAX = 0.4;

    @TempDir
    Path directory;

    @Test
    void busy_writers_take_turns_instead_of_making_each_others_groups_void() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        List<TestLogs.OpenedLog> writers = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(TestLogs.open(topic, directory.resolve("index-" + i), LogSettings.defaults()));
            }

            int committed = appendAtOnce(writers);

            assertThat(committed).isEqualTo(WRITERS * CALLERS * APPENDS);
            TestLogs.OpenedLog reader = writers.get(0);
            long end = reader.log().end();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> reader.log().position() == end);
            double voids = reader.count("store.records.skipped", "kind", "void");
            assertThat(voids / end).as("share of void records").isLessThan(VOID_SHARE_MAX);
            assertThat(writers)
                    .allSatisfy(writer -> assertThat(writer.registry()
                                    .get("store.turns.wait")
                                    .timer()
                                    .count())
                            .isPositive());
        } finally {
            writers.forEach(TestLogs.OpenedLog::close);
        }
    }

    @Test
    void a_writer_that_is_alone_never_holds_back() throws Exception {
        try (TestLogs.OpenedLog writer =
                TestLogs.open(TestLogs.newTopic(), directory.resolve("index"), LogSettings.defaults())) {
            appendAtOnce(List.of(writer));

            assertThat(writer.registry().get("store.turns.wait").timer().count())
                    .isZero();
            assertThat(writer.count("store.groups.lost")).isZero();
        }
    }

    private static int appendAtOnce(List<TestLogs.OpenedLog> writers) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(CALLERS * writers.size());
        try {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (TestLogs.OpenedLog writer : writers) {
                for (int caller = 0; caller < CALLERS; caller++) {
                    String aggregate = "order-" + callers.size();
                    callers.add(() -> append(writer.log(), aggregate));
                }
            }
            int committed = 0;
            for (Future<Integer> done : executor.invokeAll(callers)) {
                committed += done.get();
            }
            return committed;
        } finally {
            executor.shutdownNow();
        }
    }

    private static int append(CommitLog log, String aggregate) {
        int committed = 0;
        for (int i = 0; i < APPENDS; i++) {
            committed += log.append(List.of(event(aggregate, i))) instanceof AppendResult.Committed ? 1 : 0;
        }
        return committed;
    }
}
