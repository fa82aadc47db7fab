package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectionThreadsTest {

    private final List<Error> lost = new CopyOnWriteArrayList<>();
    private final ProjectionThreads threads = ProjectionThreads.named("orders-worker", 1, lost::add);

    @AfterEach
    void end() {
        threads.end();
    }

    @Test
    void an_error_that_nobody_asks_for_is_told() {
        AssertionError error = new AssertionError("no");

        var unused = threads.submit((Runnable) () -> {
            throw error;
        });

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(lost).containsExactly(error));
    }

    @Test
    void exceptions_are_the_tasks_own_business() throws Exception {
        var unused = threads.submit((Runnable) () -> {
            throw new IllegalStateException("no");
        });

        threads.submit(() -> {}).get(5, TimeUnit.SECONDS);

        assertThat(lost).isEmpty();
    }

    @Test
    void the_wait_for_a_full_buffer_is_cut_short_and_long_waits_are_bounded() {
        assertThat(delayOf(100)).isLessThanOrEqualTo(1);
        assertThat(delayOf(99)).isBetween(50L, 99L);
        assertThat(delayOf(60_000)).isBetween(4_000L, 5_000L);
        assertThat(delayOf(0)).isLessThanOrEqualTo(0);
    }

    @Test
    void the_end_lets_what_runs_finish_and_drops_what_waits() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        var unused = threads.submit(() -> {
            running.countDown();
            Thread.onSpinWait();
            done.add(Thread.interrupted() ? "interrupted" : "finished");
        });
        ScheduledFuture<?> waiting = threads.schedule(() -> done.add("late"), 3, TimeUnit.SECONDS);
        running.await();

        threads.end();

        assertThat(threads.isTerminated()).isTrue();
        assertThat(done).containsExactly("finished");
        assertThat(waiting.isCancelled()).isTrue();
    }

    private long delayOf(long askedForMs) {
        ScheduledFuture<?> scheduled = threads.schedule(() -> {}, askedForMs, TimeUnit.MILLISECONDS);
        long delay = scheduled.getDelay(TimeUnit.MILLISECONDS);
        scheduled.cancel(false);
        return delay;
    }
}
