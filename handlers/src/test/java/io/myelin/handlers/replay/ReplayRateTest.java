package io.myelin.handlers.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.myelin.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplayRateTest {

    private static final long EVENTS = 1_000_000;
    private static final double ERROR_MAX = 0.15;

    private final SettableClock clock = SettableClock.create();
    private final ReplayRate rate = new ReplayRate();

    @Test
    void after_one_sample_nothing_is_known() {
        rate.sample(clock.instant(), 0);

        assertThat(rate.eventsPerSecond()).isZero();
        assertThat(rate.timeFor(1)).isEmpty();
        assertThat(rate.timeFor(0)).hasValue(Duration.ZERO);
    }

    @Test
    void two_samples_give_a_rate() {
        rate.sample(clock.instant(), 100);
        rate.sample(clock.advance(Duration.ofSeconds(2)), 300);

        assertThat(rate.eventsPerSecond()).isCloseTo(100, within(1e-6));
        assertThat(rate.timeFor(1_000)).hasValue(Duration.ofSeconds(10));
    }

    @Test
    void a_replay_that_stands_still_has_no_end() {
        rate.sample(clock.instant(), 100);
        rate.sample(clock.advance(Duration.ofSeconds(2)), 100);

        assertThat(rate.timeFor(1_000)).isEmpty();
    }

    @Test
    void samples_that_go_back_begin_anew() {
        rate.sample(clock.instant(), 0);
        rate.sample(clock.advance(Duration.ofSeconds(1)), 1_000);
        rate.sample(clock.advance(Duration.ofSeconds(1)), 10);
        rate.sample(clock.advance(Duration.ofSeconds(1)), 20);

        assertThat(rate.eventsPerSecond()).isCloseTo(10, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 600, 7_200})
    void the_time_left_of_a_steady_replay_is_known(int seconds) {
        assertThat(worstError(second -> (double) EVENTS / seconds)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void batches_of_different_size_even_out(long seed) {
        Random random = new Random(seed);

        double worst = worstError(second -> EVENTS / 600.0 * (0.7 + 0.6 * random.nextDouble()));

        assertThat(worst).isLessThan(ERROR_MAX);
    }

    @Test
    void a_start_at_half_the_speed_is_forgotten_after_the_first_tenth() {
        double worst = worstError(second -> EVENTS / 600.0 * (second < 60 ? 0.5 : 1));

        assertThat(worst).isLessThan(ERROR_MAX);
    }

    /** Looks at a replay once a second until it is done, and compares each estimate after the first tenth with the truth. */
    private double worstError(LongToDoubleFunction eventsInSecond) {
        java.util.List<Estimate> estimates = new java.util.ArrayList<>();
        double done = 0;
        for (long second = 0; done < EVENTS; second++) {
            rate.sample(clock.advance(Duration.ofSeconds(1)), (long) done);
            if (done >= EVENTS / 10.0) {
                estimates.add(new Estimate(
                        clock.instant(), rate.timeFor(EVENTS - (long) done).orElseThrow()));
            }
            done += eventsInSecond.applyAsDouble(second);
        }
        Instant end = clock.instant().plusSeconds(1);
        return estimates.stream()
                .mapToDouble(estimate -> estimate.error(end))
                .max()
                .orElseThrow();
    }

    /** An estimate and when it was made. The last seconds are told to the second only. */
    private record Estimate(Instant at, Duration left) {
        double error(Instant end) {
            double truth = Duration.between(at, end).toMillis();
            double off = Math.max(0, Math.abs(left.toMillis() - truth) - 1_000);
            return off / truth;
        }
    }
}
