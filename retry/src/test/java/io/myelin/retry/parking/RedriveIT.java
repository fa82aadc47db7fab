package io.myelin.retry.parking;

import static io.myelin.retry.parking.RetryFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RedriveIT {

    private static final Act ACT = new Act("ada", "fixed in 1.2");

    private RetryFixture fixture;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
    }

    @OnEachDatabase
    void a_redriven_sequence_is_handled_in_order_with_all_its_followers() {
        die("a", 3);

        boolean redriven = fixture.retry.redrive().sequence("a", ACT);
        fixture.process(events("a", 3, 4));
        fixture.retryWhatIsDue();

        assertThat(redriven).isTrue();
        assertThat(fixture.journal.of("a")).containsExactly("0", "1", "2", "3");
        assertThat(fixture.parked()).isEmpty();
        assertThat(fixture.counted("retry.redriven")).isOne();
        assertThat(audit()).containsExactly("ada|REDRIVE|sequence a|fixed in 1.2|1 sequences");
    }

    @OnEachDatabase
    void a_redriven_event_gets_all_its_attempts_again() {
        die("a", 1);
        fail("a", 9);
        fixture.retry.redrive().all(ACT);
        for (int n = 0; n < 5; n++) {
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.retryWhatIsDue();
        }

        assertThat(fixture.parked()).containsExactly("a|DEAD|3|1");
        assertThat(fixture.retry.parkedSequences().attempts(eventIdOf("a")))
                .extracting(ParkedSequences.PastAttempt::redrive, ParkedSequences.PastAttempt::number)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 3),
                        org.assertj.core.groups.Tuple.tuple(1, 2),
                        org.assertj.core.groups.Tuple.tuple(1, 1),
                        org.assertj.core.groups.Tuple.tuple(0, 1));
    }

    @OnEachDatabase
    void only_what_failed_for_the_same_reason_is_redriven_by_its_fingerprint() {
        die("a", 1);
        die("b", 1);
        fixture.journal.fail(new Noted("c", 0), new ClassCastException("another reason"));
        fixture.process(events("c", 0, 1));
        Fingerprint reason = fixture.retry
                .parkedSequences()
                .list(State.DEAD, null, 10)
                .get(0)
                .lastFailure()
                .orElseThrow()
                .fingerprint();

        int redriven = fixture.retry.redrive().matching(reason, ACT);
        fixture.retryWhatIsDue();

        assertThat(redriven).isEqualTo(2);
        assertThat(fixture.parked()).containsExactly("c|DEAD|1|1");
    }

    @OnEachDatabase
    void skipping_the_head_lets_the_followers_take_effect_without_it() {
        die("a", 3);

        boolean skipped = fixture.retry.redrive().skipHead("a", ACT);
        fixture.retryWhatIsDue();

        assertThat(skipped).isTrue();
        assertThat(fixture.journal.of("a")).containsExactly("1", "2");
        assertThat(audit()).singleElement().asString().startsWith("ada|SKIP_HEAD|sequence a|fixed in 1.2|event ");
    }

    @OnEachDatabase
    void skipping_the_only_event_lets_the_sequence_flow() {
        die("a", 1);

        fixture.retry.redrive().skipHead("a", ACT);
        fixture.process(events("a", 1, 2));

        assertThat(fixture.journal.of("a")).containsExactly("1");
        assertThat(fixture.parked()).isEmpty();
    }

    @OnEachDatabase
    void an_evicted_sequence_leaves_nothing_but_its_audit() {
        die("a", 3);

        int evicted = fixture.retry.redrive().evict("a", ACT);
        fixture.process(events("a", 3, 4));

        assertThat(evicted).isEqualTo(3);
        assertThat(fixture.journal.of("a")).containsExactly("3");
        assertThat(fixture.database.number("select count(*) from retry_letter")).isZero();
        assertThat(fixture.database.number("select count(*) from retry_attempt"))
                .isZero();
        assertThat(audit()).singleElement().asString().startsWith("ada|EVICT|sequence a|fixed in 1.2|3 events");
    }

    @OnEachDatabase
    void acts_on_sequences_that_are_not_dead_change_nothing() {
        fixture.journal.fail(new Noted("a", 0), new IllegalStateException("not now"));
        fixture.process(events("a", 0, 2));

        assertThat(fixture.retry.redrive().sequence("a", ACT)).isFalse();
        assertThat(fixture.retry.redrive().skipHead("a", ACT)).isFalse();
        assertThat(fixture.retry.redrive().sequence("nobody", ACT)).isFalse();
        assertThat(fixture.retry.redrive().evict("nobody", ACT)).isZero();
        assertThat(fixture.parked()).containsExactly("a|RETRYING|1|2");
    }

    @OnEachDatabase
    void a_reset_drops_what_is_parked_so_that_a_replay_does_not_handle_it_twice() {
        die("a", 2);

        fixture.retry.redrive().reset(ACT);
        fixture.process(events("a", 0, 3));
        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0", "1", "2");
        assertThat(audit()).containsExactly("ada|RESET|all|fixed in 1.2|2 events");
    }

    @OnEachDatabase
    void dead_sequences_are_listed_page_by_page_with_cause_and_events() {
        for (String sequence : List.of("c", "a", "b")) {
            die(sequence, 2);
            fixture.clock.advance(Duration.ofSeconds(1));
        }
        ParkedSequences parked = fixture.retry.parkedSequences();

        List<ParkedSequence> first = parked.list(State.DEAD, null, 2);
        List<ParkedSequence> second = parked.list(State.DEAD, first.get(1), 2);

        assertThat(first).extracting(ParkedSequence::id).containsExactly("c", "a");
        assertThat(second).singleElement().satisfies(sequence -> {
            assertThat(sequence.id()).isEqualTo("b");
            assertThat(sequence.letters()).isEqualTo(2);
            assertThat(sequence.deadReason()).contains(DeadReason.PERMANENT);
            assertThat(sequence.lastFailure().orElseThrow().category()).isEqualTo(FailureCategory.PERMANENT);
        });
        assertThat(parked.events("b", 0, 10))
                .extracting(
                        ParkedSequences.Event::index,
                        ParkedSequences.Event::name,
                        event -> event.aggregateId().orElse(""))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, "noted", "b"),
                        org.assertj.core.groups.Tuple.tuple(1L, "noted", "b"));
        assertThat(parked.attempts(eventIdOf("b"))).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(ParkedSequences.PastAttempt.Outcome.FAILED);
            assertThat(attempt.failure().orElseThrow().message()).isEqualTo("poison");
            assertThat(attempt.failure().orElseThrow().stackTrace()).contains("IllegalArgumentException", "RedriveIT");
        });
    }

    @OnEachDatabase
    void a_sequence_with_a_long_name_is_known_by_it_and_by_its_hash() {
        String name = "n".repeat(300);
        die(name, 2);
        ParkedSequence parked =
                fixture.retry.parkedSequences().list(State.DEAD, null, 1).get(0);

        assertThat(parked.id()).startsWith("sha256:").hasSize(71);
        assertThat(parked.label()).isEqualTo(name);
        assertThat(fixture.retry.redrive().sequence(parked.id(), ACT)).isTrue();
        fixture.retryWhatIsDue();
        assertThat(fixture.journal.of(name)).containsExactly("0", "1");
    }

    @OnEachDatabase
    void an_act_without_a_reason_is_refused() {
        assertThatThrownBy(() -> new Act("ada", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs its reason, 1 to 400 characters, was ' '");
    }

    /** Makes a dead sequence of {@code length} events, whose first one will succeed from now on. */
    private void die(String sequence, int length) {
        fail(sequence, 1);
        fixture.process(events(sequence, 0, length));
    }

    private void fail(String sequence, int times) {
        for (int n = 0; n < times; n++) {
            Exception failure =
                    times == 1 ? new IllegalArgumentException("poison") : new IllegalStateException("again");
            fixture.journal.fail(new Noted(sequence, 0), failure);
        }
    }

    private String eventIdOf(String sequence) {
        return fixture.retry.parkedSequences().events(sequence, 0, 1).get(0).eventId();
    }

    private List<String> audit() {
        return fixture.database.rows("select actor, action, target, reason, detail from retry_audit order by id");
    }
}
