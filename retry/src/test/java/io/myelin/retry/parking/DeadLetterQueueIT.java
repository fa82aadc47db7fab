package io.myelin.retry.parking;

import static io.myelin.retry.parking.RetryFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DeadLetterQueueIT {

    private RetryFixture fixture;
    private SequencedDeadLetterQueue<EventMessage<?>> queue;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
        queue = fixture.retry.deadLetterQueue();
    }

    @OnEachDatabase
    void what_the_processor_parked_is_in_the_queue_with_its_cause() {
        die("a", 3);

        assertThat(queue.contains("a")).isTrue();
        assertThat(queue.sequenceSize("a")).isEqualTo(3);
        assertThat(queue.deadLetterSequence("a"))
                .extracting(letter -> ((Noted) letter.message().getPayload()).number())
                .containsExactly(0, 1, 2);
        assertThat(first("a").cause().orElseThrow().message()).isEqualTo("poison");
    }

    @OnEachDatabase
    void an_event_behind_an_enqueued_one_waits_for_it() {
        fixture.process(events("a", 0, 1));
        queue.enqueue("a", new GenericDeadLetter<>("a", fixture.message(new Noted("a", 1))));

        fixture.process(events("a", 2, 3));
        fixture.retry.redrive().all(new Act("ada", "go on"));
        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0", "1", "2");
    }

    @OnEachDatabase
    void a_letter_taken_from_the_middle_leaves_the_others_in_order() {
        die("a", 4);
        List<DeadLetter<? extends EventMessage<?>>> letters = new ArrayList<>();
        queue.deadLetterSequence("a").forEach(letters::add);

        queue.evict(letters.get(2));
        fixture.process(events("a", 4, 5));
        fixture.retry.redrive().all(new Act("ada", "go on"));
        fixture.retryWhatIsDue();

        assertThat(fixture.journal.of("a")).containsExactly("0", "1", "3", "4");
        assertThat(fixture.parked()).isEmpty();
    }

    @OnEachDatabase
    void a_filter_finds_its_sequence_behind_any_number_of_others() {
        for (int n = 0; n < 25; n++) {
            die("s" + n, 1);
            fixture.clock.advance(Duration.ofMillis(1));
        }

        boolean processed = queue.process(
                letter -> ((Noted) letter.message().getPayload()).sequence().equals("s24"),
                letter -> Decisions.evict());

        assertThat(processed).isTrue();
        assertThat(queue.contains("s24")).isFalse();
        assertThat(queue.amountOfSequences()).isEqualTo(24);
    }

    @OnEachDatabase
    void a_task_that_throws_leaves_its_letter_uncharged_for_the_next_one() {
        die("a", 2);

        assertThatThrownBy(() -> queue.process(letter -> {
                    throw new IllegalStateException("the task's own trouble");
                }))
                .hasMessage("the task's own trouble");

        assertThat(fixture.parked()).containsExactly("a|DEAD|1|2");
        assertThat(queue.process(letter -> Decisions.evict())).isTrue();
        assertThat(fixture.parked()).isEmpty();
    }

    @OnEachDatabase
    void a_letter_that_a_task_puts_back_stays_dead_with_its_new_cause() {
        die("a", 2);

        boolean processed = queue.process(letter -> Decisions.requeue(new IllegalStateException("still broken")));

        assertThat(processed).isFalse();
        assertThat(fixture.parked()).containsExactly("a|DEAD|2|2");
        assertThat(first("a").cause().orElseThrow().message()).isEqualTo("still broken");
    }

    private DeadLetter<? extends EventMessage<?>> first(String sequence) {
        return queue.deadLetterSequence(sequence).iterator().next();
    }

    private void die(String sequence, int length) {
        fixture.journal.fail(new Noted(sequence, 0), new IllegalArgumentException("poison"));
        fixture.process(events(sequence, 0, length));
    }
}
