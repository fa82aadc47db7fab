package io.myelin.retry.parking;

import static io.myelin.retry.parking.RetryFixture.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryWorkerIT {

    private static final Noted A0 = new Noted("a", 0);
    private static final Noted A1 = new Noted("a", 1);
    private static final Noted B0 = new Noted("b", 0);
    private static final Duration LONG = Duration.ofMinutes(10);

    private RetryFixture fixture;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
    }

    @OnEachDatabase
    void a_parked_sequence_is_delivered_in_order_when_it_is_due_and_flows_again() {
        fixture.journal.fail(A0, failure());
        fixture.process(events("a", 0, 3));

        fixture.retryWhatIsDue();
        assertThat(fixture.journal.of("a")).isEmpty();

        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.retryWhatIsDue();
        fixture.process(events("a", 3, 4));

        assertThat(fixture.journal.of("a")).containsExactly("0", "1", "2", "3");
        assertThat(fixture.parked()).isEmpty();
        assertThat(fixture.database.number("select count(*) from retry_letter")).isZero();
        assertThat(fixture.database.number("select count(*) from retry_attempt"))
                .isZero();
    }

    @OnEachDatabase
    void after_its_last_attempt_an_event_is_a_dead_letter_with_its_followers_and_takes_no_effect() {
        fixture.journal.fail(A0, failure(), failure(), failure(), failure());
        fixture.process(A0, A1, B0);

        for (int n = 0; n < 10; n++) {
            fixture.clock.advance(LONG.dividedBy(20));
            fixture.retryWhatIsDue();
        }

        assertThat(fixture.parked()).containsExactly("a|DEAD|3|2");
        assertThat(fixture.journal.deliveries).containsExactly(A0, B0, A0, A0);
        assertThat(fixture.journal.of("a")).isEmpty();
        assertThat(fixture.database.rows("select dead_reason from retry_sequence"))
                .containsExactly("ATTEMPTS");
        assertThat(fixture.counted("retry.dead", "reason", "attempts", "category", "unknown"))
                .isOne();
    }

    @OnEachDatabase
    void waits_grow_from_attempt_to_attempt() {
        fixture.journal.fail(A0, failure(), failure());
        fixture.process(A0);
        assertThat(untilDue()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));

        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.retryWhatIsDue();

        assertThat(untilDue()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @OnEachDatabase
    void an_event_that_can_never_succeed_is_dead_at_once() {
        fixture.journal.fail(A0, failure(), new IllegalArgumentException("no such product"));
        fixture.process(A0);
        fixture.clock.advance(LONG);
        fixture.retryWhatIsDue();

        assertThat(fixture.parked()).containsExactly("a|DEAD|2|1");
    }

    @OnEachDatabase
    void a_follower_that_fails_gets_attempts_of_its_own() {
        fixture.journal.fail(A0, failure(), failure());
        fixture.journal.fail(A1, failure());
        fixture.process(A0, A1);

        for (int n = 0; n < 3; n++) {
            fixture.clock.advance(LONG.dividedBy(20));
            fixture.retryWhatIsDue();
        }
        assertThat(fixture.parked()).isEmpty();
        assertThat(fixture.journal.of("a")).containsExactly("0", "1");
    }

    @OnEachDatabase
    void contention_is_tried_again_at_once_and_costs_no_attempt() {
        fixture.journal.fail(
                A0, failure(), new SQLException("deadlock", "40P01"), new SQLException("deadlock", "40P01"));
        fixture.process(A0);
        fixture.clock.advance(LONG);
        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0");
        assertThat(fixture.counted("retry.inplace")).isEqualTo(2);
    }

    @OnEachDatabase
    void an_outage_charges_nobody_and_holds_the_worker_back_until_it_is_over() {
        fixture.journal.fail(A0, failure());
        fixture.process(A0);
        fixture.clock.advance(Duration.ofSeconds(1));
        for (int n = 0; n < 20; n++) {
            fixture.journal.fail(A0, new ConnectException("refused"));
        }
        while (fixture.journal.deliveries.size() < 21) {
            fixture.retry.worker().runOnce();
            fixture.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(fixture.parked()).containsExactly("a|RETRYING|1|1");
        assertThat(fixture.database.number("select count(*) from retry_attempt"))
                .isOne();

        fixture.clock.advance(LONG);
        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0");
        assertThat(fixture.retry.gate().isDown()).isFalse();
    }

    @OnEachDatabase
    void an_attempt_whose_process_died_is_counted_and_the_next_one_follows_when_its_lease_is_over(
            TestDatabase database) {
        fixture.journal.fail(A0, failure());
        fixture.process(A0, A1);
        fixture.clock.advance(Duration.ofSeconds(1));
        dieInDelivery();

        fixture.retryWhatIsDue();
        assertThat(fixture.parked()).containsExactly("a|RETRYING|2|2");

        fixture.clock.advance(Duration.ofMinutes(1));
        dieInDelivery();
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.retryWhatIsDue();

        assertThat(fixture.parked()).containsExactly("a|DEAD|3|2");
        assertThat(fixture.database.rows("select attempt, outcome from retry_attempt order by attempt"))
                .containsExactly("1|FAILED", "2|CRASHED", "3|CRASHED");
        assertThat(fixture.database.rows("select dead_reason from retry_sequence"))
                .containsExactly("CRASHED");
        assertThat(fixture.counted("retry.leases.expired")).isEqualTo(2);
    }

    @OnEachDatabase
    void what_a_worker_did_after_it_lost_its_lease_is_undone() {
        GroupRetry other = fixture.groupRetry(RetrySettings.defaults()).build();
        fixture.journal.fail(A0, failure());
        fixture.journal.prank(A0, connection -> {
            fixture.clock.advance(Duration.ofMinutes(2));
            inAnotherThread(() -> fixture.journal.cure(A0), () -> other.worker().runOnce());
        });
        fixture.journal.fail(A0);
        fixture.process(A0);
        fixture.clock.advance(Duration.ofSeconds(1));

        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0");
        assertThat(fixture.journal.deliveries).containsExactly(A0, A0, A0);
        assertThat(fixture.counted("retry.fence.rejected")).isOne();
        assertThat(fixture.parked()).isEmpty();
    }

    @OnEachDatabase
    void meters_tell_how_much_waits_and_for_how_long() {
        fixture.journal.fail(A0, failure());
        fixture.journal.fail(B0, new IllegalArgumentException());
        fixture.process(A0, A1, B0);
        fixture.clock.advance(Duration.ofMillis(100));
        fixture.retry.worker().runOnce();
        fixture.clock.advance(Duration.ofMillis(400));

        assertThat(fixture.shown("retry.sequences", "state", "retrying")).isOne();
        assertThat(fixture.shown("retry.letters", "state", "retrying")).isEqualTo(2);
        assertThat(fixture.shown("retry.sequences", "state", "dead")).isOne();
        assertThat(fixture.shown("retry.oldest.age", "state", "dead")).isEqualTo(0.5);
        assertThat(fixture.counted("retry.attempts", "category", "unknown", "outcome", "failed"))
                .isOne();
    }

    private static Exception failure() {
        return new IllegalStateException("not now");
    }

    private Duration untilDue() {
        ParkedSequence parked =
                fixture.retry.parkedSequences().list(State.RETRYING, null, 1).get(0);
        return Duration.between(fixture.clock.instant(), parked.progress().dueAt());
    }

    /** As a kill would: the thread leaves in the middle, and nobody writes down why. */
    private void dieInDelivery() {
        fixture.journal.prank(A0, connection -> {
            throw new Killed();
        });
        try {
            fixture.retry.worker().runOnce();
        } catch (Killed e) {
            return;
        }
        throw new AssertionError("The worker caught what would have killed it.");
    }

    private static void inAnotherThread(Runnable... steps) throws Exception {
        Thread thread = new Thread(() -> java.util.List.of(steps).forEach(Runnable::run));
        thread.start();
        thread.join(5_000);
    }

    private static final class Killed extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }
}
