package io.myelin.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BackoffPropertyTest {

    @Property
    void a_wait_lies_in_the_upper_half_of_its_bound(
            @ForAll("backoffs") Backoff backoff,
            @ForAll @IntRange(min = 1, max = 10_000) int attempt,
            @ForAll Random random) {
        Duration bound = backoff.boundAfter(attempt);

        assertThat(backoff.waitAfter(attempt, random)).isBetween(bound.dividedBy(2), bound);
    }

    @Property
    void a_bound_never_shrinks_and_never_leaves_base_and_cap(
            @ForAll("backoffs") Backoff backoff, @ForAll @IntRange(min = 1, max = 10_000) int attempt) {
        assertThat(backoff.boundAfter(attempt)).isBetween(backoff.base(), backoff.cap());
        assertThat(backoff.boundAfter(attempt + 1)).isGreaterThanOrEqualTo(backoff.boundAfter(attempt));
    }

    @Property
    void a_bound_doubles_until_it_meets_the_cap(
            @ForAll("backoffs") Backoff backoff, @ForAll @IntRange(min = 1, max = 200) int attempt) {
        Duration doubled = backoff.boundAfter(attempt).multipliedBy(2);

        assertThat(backoff.boundAfter(attempt + 1))
                .isEqualTo(doubled.compareTo(backoff.cap()) < 0 ? doubled : backoff.cap());
    }

    @Example
    void ten_thousand_attempts_overflow_nothing() {
        Backoff widest = new Backoff(Backoff.BASE_MIN, Backoff.CAP_MAX);

        for (int attempt = 1; attempt <= 10_000; attempt++) {
            assertThat(widest.boundAfter(attempt)).isBetween(widest.base(), widest.cap());
        }
        assertThat(widest.boundAfter(Integer.MAX_VALUE)).isEqualTo(widest.cap());
    }

    @Example
    void the_default_waits_one_two_four_seconds_and_five_minutes_at_most() {
        assertThat(Backoff.DEFAULT.boundAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.DEFAULT.boundAfter(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Backoff.DEFAULT.boundAfter(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(Backoff.DEFAULT.boundAfter(10)).isEqualTo(Duration.ofMinutes(5));
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

    @Example
    void settings_that_make_no_sense_are_refused_where_they_are_written() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Back-off base must be at least PT0.001S, was PT0S.");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("between the base, PT2S, and PT8760H, was PT1S");
        assertThatThrownBy(() -> Backoff.DEFAULT.boundAfter(0)).hasMessage("Attempts count from 1, was 0.");
    }

    @Provide
    Arbitrary<Backoff> backoffs() {
        return Arbitraries.longs()
                .between(1, Backoff.CAP_MAX.toMillis())
                .flatMap(base -> Arbitraries.longs()
                        .between(base, Backoff.CAP_MAX.toMillis())
                        .map(cap -> new Backoff(Duration.ofMillis(base), Duration.ofMillis(cap))));
    }
}
