package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class LogIndexConcurrencyTest {

    private static final IndexSettings SETTINGS = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 64);
    private static final GeneratedLog LOG = new GeneratedLog(100);
    private static final int READERS = 3;
    private static final String AGGREGATE = "aggregate-3";

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void readers_never_see_the_past_while_groups_are_applied() throws Exception {
        try (LogIndex index = LogIndex.open(directory, "topic", SETTINGS)) {
            Future<?> applying = threads.submit(() -> LOG.applyTo(index, 40_000));
            List<Future<Void>> readers = start(() -> {
                while (!applying.isDone()) {
                    long before = index.lastSequenceNumber(AGGREGATE);
                    long read = last(index.events(AGGREGATE, 0));
                    assertThat(read).isBetween(before, index.lastSequenceNumber(AGGREGATE));
                }
                return null;
            });

            applying.get();
            for (Future<Void> reader : readers) {
                reader.get();
            }
        }
    }

    @Test
    void closing_waits_for_reads_under_way_and_refuses_the_next() throws Exception {
        LogIndex index = LogIndex.open(directory, "topic", SETTINGS);
        LOG.applyTo(index, 5_000);
        List<Future<Void>> users = start(() -> {
            for (long i = 0; ; i++) {
                String aggregate = "aggregate-" + i % 900;
                assertThat(index.events(aggregate, 0)).isNotEmpty();
                assertThat(index.lastSequenceNumber(aggregate)).isPositive();
                assertThat(index.containsEvent("event-0")).isTrue();
                index.snapshots().find(aggregate);
            }
        });
        LOG.applyTo(index, 15_000);

        index.close();

        for (Future<Void> user : users) {
            assertThatThrownBy(user::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    private static long last(List<LoggedEvent> events) {
        return events.isEmpty()
                ? LogState.NO_EVENTS
                : events.get(events.size() - 1).sequenceNumber();
    }

    private List<Future<Void>> start(Callable<Void> reader) {
        List<Future<Void>> started = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            started.add(threads.submit(reader));
        }
        return started;
    }
}
