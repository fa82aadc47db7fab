package io.myelin.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.retry.RetryDecision.DeadLetter;
import io.myelin.retry.RetryDecision.InPlace;
import io.myelin.retry.RetryDecision.RetryAfter;
import io.myelin.retry.RetryDecision.StopTheLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryPolicyTest {

    private final SQLException deadlock = new SQLException("deadlock detected", "40P01");
    private final Exception unknown = new IllegalStateException("who knows");

    private final RetryPolicy policy = new RetryPolicy(RetrySettings.defaults(), Classifier.builtIn(), new Random(7));

    @Test
    void contention_is_tried_again_at_once_three_times_and_then_later() {
        for (int tries = 0; tries < 3; tries++) {
            assertThat(policy.decide(Attempt.first(tries), deadlock))
                    .isInstanceOfSatisfying(
                            InPlace.class,
                            again -> assertThat(again.pause()).isBetween(Duration.ofMillis(5), Duration.ofMillis(50)));
        }
        assertThat(policy.decide(Attempt.first(3), deadlock)).isInstanceOf(RetryAfter.class);
    }

    @Test
    void an_outage_stops_the_line_at_any_attempt_and_kills_nobody() {
        Attempt late = new Attempt(1_000, 0, Duration.ofDays(10));

        assertThat(policy.decide(late, new ConnectException()))
                .isEqualTo(new StopTheLine(FailureCategory.INFRA, Duration.ZERO));
        assertThat(policy.decide(late, new NoClassDefFoundError()))
                .isEqualTo(new StopTheLine(FailureCategory.DEPLOY, Duration.ZERO));
    }

    @Test
    void what_can_never_succeed_is_dead_at_the_first_attempt() {
        assertThat(policy.decide(Attempt.first(0), new IllegalArgumentException()))
                .isEqualTo(new DeadLetter(FailureCategory.PERMANENT, DeadReason.PERMANENT));
    }

    @Test
    void the_tenth_failure_is_the_last() {
        assertThat(policy.decide(attempt(9), unknown)).isInstanceOf(RetryAfter.class);
        assertThat(policy.decide(attempt(10), unknown))
                .isEqualTo(new DeadLetter(FailureCategory.UNKNOWN, DeadReason.ATTEMPTS));
        assertThat(policy.permitsAttemptAfter(9)).isTrue();
        assertThat(policy.permitsAttemptAfter(10)).isFalse();
    }

    @Test
    void the_third_time_out_is_the_last() {
        assertThat(policy.decide(attempt(2), new TimeoutException())).isInstanceOf(RetryAfter.class);
        assertThat(policy.decide(attempt(3), new TimeoutException())).isInstanceOf(DeadLetter.class);
    }

    @Test
    void after_an_hour_of_failing_the_next_failure_is_the_last() {
        assertThat(policy.decide(new Attempt(5, 0, Duration.ofMinutes(59)), unknown))
                .isInstanceOf(RetryAfter.class);
        assertThat(policy.decide(new Attempt(5, 0, Duration.ofHours(1)), unknown))
                .isEqualTo(new DeadLetter(FailureCategory.UNKNOWN, DeadReason.ELAPSED));
    }

    @Test
    void a_cause_with_waits_of_its_own_gets_them() {
        RetrySettings settings = RetrySettings.builder()
                .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                .backoff(UncheckedIOException.class, Backoff.fixed(Duration.ofSeconds(30)))
                .build();
        RetryPolicy withCauses = new RetryPolicy(settings, Classifier.builtIn(), new Random(7));

        Exception wrapped = new IllegalStateException(new UncheckedIOException(new IOException("disk")));
        assertThat(withCauses.decide(attempt(1), wrapped))
                .isEqualTo(new RetryAfter(FailureCategory.UNKNOWN, Duration.ofSeconds(30)));
        assertThat(withCauses.decide(attempt(1), unknown))
                .isEqualTo(new RetryAfter(FailureCategory.UNKNOWN, Duration.ofSeconds(1)));
    }

    @Test
    void who_says_when_to_come_back_stops_the_line_until_then_and_ten_minutes_at_most() {
        assertThat(policy.decide(attempt(1), new IllegalStateException(new TooManyRequests(Duration.ofMinutes(2)))))
                .isEqualTo(new StopTheLine(FailureCategory.INFRA, Duration.ofMinutes(2)));
        assertThat(policy.decide(attempt(1), new TooManyRequests(Duration.ofDays(2))))
                .isEqualTo(new StopTheLine(FailureCategory.INFRA, Duration.ofMinutes(10)));
        assertThat(policy.decide(attempt(1), new TooManyRequests(Duration.ofDays(-2))))
                .isEqualTo(new StopTheLine(FailureCategory.INFRA, Duration.ZERO));
    }

    @Test
    void a_hint_for_one_sequence_alone_lengthens_its_wait_and_never_shortens_it() {
        RetryPolicy perSequence = new RetryPolicy(
                RetrySettings.builder()
                        .backoff(Backoff.fixed(Duration.ofSeconds(5)))
                        .build(),
                Classifier.builtIn().with(FailureCategory.UNKNOWN, TooManyRequests.class),
                new Random(7));

        assertThat(perSequence.decide(attempt(1), new TooManyRequests(Duration.ofSeconds(20))))
                .isEqualTo(new RetryAfter(FailureCategory.UNKNOWN, Duration.ofSeconds(20)));
        assertThat(perSequence.decide(attempt(1), new TooManyRequests(Duration.ofSeconds(1))))
                .isEqualTo(new RetryAfter(FailureCategory.UNKNOWN, Duration.ofSeconds(5)));
    }

    @Test
    void a_clock_that_was_set_back_ages_nobody() {
        assertThat(new Attempt(2, 0, Duration.ofHours(-3)).elapsed()).isEqualTo(Duration.ZERO);
    }

    @Test
    void settings_out_of_range_are_refused_with_range_and_value() {
        assertThatThrownBy(() -> RetrySettings.builder().attemptsMax(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attemptsMax must lie between 1 and 1000, was 0.");
        assertThatThrownBy(() -> RetrySettings.builder().inPlaceTriesMax(11).build())
                .hasMessage("inPlaceTriesMax must lie between 0 and 10, was 11.");
        assertThatThrownBy(
                        () -> RetrySettings.builder().elapsedMax(Duration.ZERO).build())
                .hasMessage("elapsedMax must be longer than zero, was PT0S.");
    }

    private static Attempt attempt(int number) {
        return new Attempt(number, 0, Duration.ofMinutes(1));
    }

    private static final class TooManyRequests extends RuntimeException implements RetryHint {

        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        TooManyRequests(Duration retryAfter) {
            super("429 Too Many Requests");
            this.retryAfter = retryAfter;
        }

        @Override
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
