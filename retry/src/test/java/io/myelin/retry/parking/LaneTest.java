package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LaneTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger atOnceMax = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void a_round_follows_as_soon_as_the_one_before_asked_for_it() {
        Lane lane = new Lane(() -> rounds.incrementAndGet() < 5 ? Duration.ZERO : NEVER, executor);

        lane.wake();

        await().untilAsserted(() -> assertThat(rounds).hasValue(5));
    }

    @Test
    void waking_ends_a_long_wait_and_is_not_lost_while_a_round_runs() throws Exception {
        CountDownLatch inRound = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Lane lane = new Lane(
                () -> {
                    rounds.incrementAndGet();
                    inRound.countDown();
                    awaitQuietly(woken);
                    return NEVER;
                },
                executor);

        lane.wake();
        assertThat(inRound.await(5, TimeUnit.SECONDS)).isTrue();
        lane.wake();
        woken.countDown();
        await().untilAsserted(() -> assertThat(rounds).hasValue(2));
        lane.wake();

        await().untilAsserted(() -> assertThat(rounds).hasValue(3));
    }

    @Test
    void rounds_never_overlap_however_often_it_is_woken() throws Exception {
        Lane lane = new Lane(this::watchedRound, executor);

        for (int n = 0; n < 2_000; n++) {
            lane.wake();
        }
        await().untilAsserted(() -> assertThat(rounds).hasValueGreaterThan(100));
        lane.close();

        assertThat(lane.awaitIdle(Duration.ofSeconds(5))).isTrue();
        assertThat(atOnceMax).hasValue(1);
    }

    @Test
    void no_round_begins_after_it_was_closed() throws Exception {
        Lane lane = new Lane(this::watchedRound, executor);
        lane.wake();
        await().untilAsserted(() -> assertThat(rounds).hasPositiveValue());

        lane.close();
        assertThat(lane.awaitIdle(Duration.ofSeconds(5))).isTrue();
        int roundsAtClose = rounds.get();
        lane.wake();
        executor.shutdown();

        assertThat(executor.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(rounds).hasValue(roundsAtClose);
    }

    private Duration watchedRound() {
        rounds.incrementAndGet();
        atOnceMax.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        Thread.onSpinWait();
        atOnce.decrementAndGet();
        return Duration.ZERO;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
