package io.myelin.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BackoffPropertyTest {

    private static final ExponentialBackoff DEFAULT = (ExponentialBackoff) Backoff.DEFAULT;

    @Property
    void a_wait_lies_in_the_upper_half_of_its_bound(
            @ForAll("backoffs") ExponentialBackoff backoff,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt,
            @ForAll Random random) {
        Duration bound = backoff.boundAfter(attempt);

        assertThat(backoff.waitAfter(attempt, random)).isBetween(bound.dividedBy(2), bound);
    }

    @Property
    void a_bound_never_shrinks_and_never_leaves_base_and_cap(
            @ForAll("backoffs") ExponentialBackoff backoff, @ForAll @IntRange(min = 1, max = 10_000) int attempt) {
        assertThat(backoff.boundAfter(attempt)).isBetween(backoff.base(), backoff.cap());
        assertThat(backoff.boundAfter(attempt + 1)).isGreaterThanOrEqualTo(backoff.boundAfter(attempt));
    }

    @Property
    void a_bound_doubles_until_it_meets_the_cap(
            @ForAll("backoffs") ExponentialBackoff backoff, @ForAll @IntRange(min = 1, max = 200) int attempt) {
        Duration doubled = backoff.boundAfter(attempt).multipliedBy(2);

        assertThat(backoff.boundAfter(attempt + 1))
                .isEqualTo(doubled.compareTo(backoff.cap()) < 0 ? doubled : backoff.cap());
    }

    @Example
    void ten_thousand_attempts_overflow_nothing() {
        ExponentialBackoff widest = Backoff.exponential(ExponentialBackoff.BASE_MIN, ExponentialBackoff.CAP_MAX);

        for (int attempt = 1; attempt <= 10_000; attempt++) {
            assertThat(widest.boundAfter(attempt)).isBetween(widest.base(), widest.cap());
        }
        assertThat(widest.boundAfter(Integer.MAX_VALUE)).isEqualTo(widest.cap());
    }

    @Example
    void the_default_waits_one_two_four_seconds_and_five_minutes_at_most() {
        assertThat(DEFAULT.boundAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(DEFAULT.boundAfter(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(DEFAULT.boundAfter(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(DEFAULT.boundAfter(10)).isEqualTo(Duration.ofMinutes(5));
    }

    @Example
    void waits_are_spread_evenly_over_the_upper_half() {
        Random random = new Random(42);
        long inLowerQuarter = 0;

        for (int n = 0; n < 10_000; n++) {
            inLowerQuarter += Backoff.DEFAULT.waitAfter(1, random).toMillis() < 750 ? 1 : 0;
        }

        assertThat(inLowerQuarter).isBetween(4_800L, 5_200L);
    }

    @Property
    void without_jitter_a_wait_is_its_bound(
            @ForAll("backoffs") ExponentialBackoff backoff,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt,
            @ForAll Random random) {
        assertThat(backoff.jitter(Jitter.NONE).waitAfter(attempt, random)).isEqualTo(backoff.boundAfter(attempt));
    }

    @Property
    void with_full_jitter_a_wait_lies_between_nothing_and_its_bound(
            @ForAll("backoffs") ExponentialBackoff backoff,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt,
            @ForAll Random random) {
        assertThat(backoff.jitter(Jitter.FULL).waitAfter(attempt, random))
                .isBetween(Duration.ZERO, backoff.boundAfter(attempt));
    }

    @Property(tries = 200)
    void with_decorrelated_jitter_a_wait_lies_between_base_and_cap(
            @ForAll("backoffs") ExponentialBackoff backoff,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt,
            @ForAll Random random) {
        assertThat(backoff.jitter(Jitter.DECORRELATED).waitAfter(attempt, random))
                .isBetween(backoff.base(), backoff.cap());
    }

    @Example
    void decorrelated_waits_double_on_average_and_differ_more_than_with_full_jitter() {
        ExponentialBackoff decorrelated =
                Backoff.exponential(Duration.ofSeconds(1), Duration.ofDays(1)).jitter(Jitter.DECORRELATED);

        assertThat(meanMillis(decorrelated, 1)).isBetween(1_950.0, 2_050.0);
        // Half of (base + 3 times the wait before): 2, 3.5, 5.75 s.
        assertThat(meanMillis(decorrelated, 2)).isBetween(3_400.0, 3_600.0);
        assertThat(meanMillis(decorrelated, 3)).isBetween(5_550.0, 5_950.0);
    }

    private static double meanMillis(Backoff backoff, int attempt) {
        Random random = new Random(42);
        return IntStream.range(0, 20_000)
                .mapToLong(n -> backoff.waitAfter(attempt, random).toMillis())
                .average()
                .orElseThrow();
    }

    @Example
    void listed_waits_come_in_their_order_and_the_last_one_for_good() {
        Backoff backoff = Backoff.listed(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));
        Random random = new Random(1);

        assertThat(IntStream.rangeClosed(1, 5).mapToObj(attempt -> backoff.waitAfter(attempt, random)))
                .map(Duration::toSeconds)
                .containsExactly(1L, 10L, 60L, 60L, 60L);
        assertThat(Backoff.fixed(Duration.ofSeconds(5)).waitAfter(7, random)).isEqualTo(Duration.ofSeconds(5));
    }

    @Example
    void lists_that_make_no_sense_are_refused_where_they_are_written() {
        assertThatThrownBy(Backoff::listed).hasMessageContaining("must hold at least one");
        assertThatThrownBy(() -> Backoff.fixed(Duration.ZERO))
                .hasMessage("A wait must lie between PT0.001S and PT8760H, was PT0S.");
        assertThatThrownBy(() -> Backoff.fixed(Duration.ofSeconds(1)).waitAfter(0, new Random(1)))
                .hasMessage("Attempts count from 1, was 0.");
    }

    @Example
    void settings_that_make_no_sense_are_refused_where_they_are_written() {
        assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Back-off base must be at least PT0.001S, was PT0S.");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("between the base, PT2S, and PT8760H, was PT1S");
        assertThatThrownBy(() -> DEFAULT.boundAfter(0)).hasMessage("Attempts count from 1, was 0.");
    }

    @Provide
    Arbitrary<ExponentialBackoff> backoffs() {
        return Arbitraries.longs()
                .between(1, ExponentialBackoff.CAP_MAX.toMillis())
                .flatMap(base -> Arbitraries.longs()
                        .between(base, ExponentialBackoff.CAP_MAX.toMillis())
                        .map(cap -> Backoff.exponential(Duration.ofMillis(base), Duration.ofMillis(cap))));
    }
}
