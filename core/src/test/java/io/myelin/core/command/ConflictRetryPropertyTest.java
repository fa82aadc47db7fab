package io.myelin.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConflictRetryPropertyTest {

    @Property
    void a_delay_lies_between_a_millisecond_and_the_doubled_bound(
            @ForAll @IntRange(min = 2, max = 10_000) int attempt,
            @ForAll @IntRange(min = 1, max = 100) int delayMs,
            @ForAll @IntRange(min = 100, max = 100_000) int delayMaxMs,
            @ForAll long seed) {
        ConflictRetry retry = new ConflictRetry(10, Duration.ofMillis(delayMs), Duration.ofMillis(delayMaxMs));

        long delay = retry.delayMsBefore(attempt, new Random(seed));

        double bound = Math.min(delayMs * Math.pow(2, attempt - 2), delayMaxMs);
        assertThat(delay).isBetween(1L, (long) bound);
    }

    @Property
    void delays_use_the_whole_range(@ForAll @IntRange(min = 2, max = 8) int attempt) {
        ConflictRetry retry = ConflictRetry.defaults();
        Random random = new Random(attempt);
        long bound = 5L << (attempt - 2);

        double mean = IntStream.range(0, 5_000)
                .mapToLong(i -> retry.delayMsBefore(attempt, random))
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(bound * 0.4, bound * 0.65 + 1);
    }

    @Example
    void limits_that_make_no_sense_are_refused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new ConflictRetry(0, second, second)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> new ConflictRetry(1, Duration.ZERO, second))
                .hasMessageContaining("were PT0S and PT1S");
        assertThatThrownBy(() -> new ConflictRetry(1, second, Duration.ofMillis(1)))
                .hasMessageContaining("PT0.001S");
    }
}
