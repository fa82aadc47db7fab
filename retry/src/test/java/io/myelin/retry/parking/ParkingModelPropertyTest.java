package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.testkit.SettableClock;
import io.myelin.testkit.TestDatabase;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Any sequence of steps that a processor, a worker, an operator, time and trouble can take, against a model that is one
 * list of numbers per sequence. What must always hold is checked after each step.
 */
class ParkingModelPropertyTest {

    private static final int ATTEMPTS_MAX = 3;
    private static final Act ACT = new Act("model", "a step");

    private static final TestDatabase DATABASE = TestDatabase.h2();
    private static int runs;

    @BeforeContainer
    static void open() {
        RetrySchema.migrate(DATABASE.dataSource());
    }

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    /** A step: what happens, and to which of three sequences. */
    private enum Step {
        PUBLISH,
        PUBLISH_MORE,
        FAIL_ONCE,
        FAIL_OFTEN,
        FAIL_FOR_GOOD,
        CONTEND,
        OUTAGE,
        KILL,
        SECOND,
        MINUTES,
        WORK,
        REDRIVE,
        SKIP,
        EVICT,
        RESTART
    }

    @Property(tries = 150)
    void whatever_happens_events_take_effect_once_in_order_or_are_parked_or_dropped(
            @ForAll @Size(max = 60) List<@IntRange(max = 44) Integer> choices) {
        Model model = new Model("run" + runs++);

        for (int choice : choices) {
            model.take(Step.values()[choice % Step.values().length], "s" + choice / Step.values().length);
            model.check();
        }

        model.heal();
        model.checkAllTookEffect();
    }

    /** A group of its own, and what ought to have become of its events. */
    private static final class Model {

        private final String name;
        private final SettableClock clock = SettableClock.create();
        private final JdbcTransactions transactions = JdbcTransactions.on(DATABASE.dataSource());
        private final Map<String, Integer> published = new HashMap<>();
        private final Map<String, Set<Integer>> dropped = new HashMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<Noted, List<Throwable>> planned = new HashMap<>();
        private final List<EventMessage<Noted>> unprocessed = new ArrayList<>();
        private final Journal journal = new Journal(DATABASE, transactions);
        private GroupRetry retry;

        Model(String name) {
            this.name = name;
            this.retry = groupRetry();
            journal.usuallyOn(this::failAsPlanned);
        }

        private GroupRetry groupRetry() {
            return GroupRetry.builder()
                    .processingGroup(name)
                    .transactions(transactions)
                    .serializer(JsonSerializer.of(EventTypes.of(Noted.class)))
                    .delivery(journal)
                    .policy(new RetryPolicy(
                            RetrySettings.builder().attemptsMax(ATTEMPTS_MAX).build(),
                            Classifier.builtIn(),
                            new Random(1)))
                    .clock(clock)
                    .random(new Random(2))
                    .waiter(clock::advance)
                    .build();
        }

        void take(Step step, String which) {
            String sequence = name + which;
            switch (step) {
                case PUBLISH -> publish(sequence, 1);
                case PUBLISH_MORE -> publish(sequence, 3);
                case FAIL_ONCE -> plan(sequence, 1, new IllegalStateException("once"));
                case FAIL_OFTEN -> plan(sequence, ATTEMPTS_MAX + 1, new IllegalStateException("often"));
                case FAIL_FOR_GOOD -> plan(sequence, 1, new IllegalArgumentException("for good"));
                case CONTEND -> plan(sequence, 2, new SQLException("deadlock", "40P01"));
                case OUTAGE -> plan(sequence, 1, new ConnectException("refused"));
                case KILL -> plan(sequence, 1, new Killed());
                case SECOND -> clock.advance(Duration.ofSeconds(1));
                case MINUTES -> clock.advance(Duration.ofMinutes(2));
                case WORK -> work();
                case REDRIVE -> retry.redrive().all(ACT);
                case SKIP -> skip(sequence);
                case EVICT -> evict(sequence);
                case RESTART -> retry = groupRetry();
            }
            process();
        }

        private void publish(String sequence, int events) {
            for (int n = 0; n < events; n++) {
                int number = published.merge(sequence, 1, Integer::sum) - 1;
                EventMessage<Noted> event =
                        new GenericDomainEventMessage<>("Note", sequence, number, new Noted(sequence, number));
                numbers.put(event.getIdentifier(), number);
                unprocessed.add(event);
            }
        }

        /** The first event that has taken no effect yet will fail so often. */
        private void plan(String sequence, int times, Throwable failure) {
            int next = published.getOrDefault(sequence, 0);
            List<Integer> parked = parkedOf(sequence);
            Noted event = new Noted(sequence, parked.isEmpty() ? next : parked.get(0));
            for (int n = 0; n < times; n++) {
                planned.computeIfAbsent(event, key -> new ArrayList<>()).add(failure);
            }
        }

        private void failAsPlanned(Noted event) {
            List<Throwable> failures = planned.getOrDefault(event, List.of());
            if (!failures.isEmpty()) {
                sneak(failures.remove(0));
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> void sneak(Throwable failure) throws E {
            throw (E) failure;
        }

        private void process() {
            if (unprocessed.isEmpty()) {
                return;
            }
            UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(unprocessed.get(0));
            unitOfWork.attachTransaction(transactions);
            ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
                for (EventMessage<Noted> event : unprocessed) {
                    retry.handle(event, event.getPayload().sequence(), Segment.ROOT_SEGMENT);
                }
                return null;
            });
            if (!result.isExceptional()) {
                unprocessed.clear();
            }
        }

        private void work() {
            try {
                retry.worker().runOnce();
            } catch (Killed e) {
                retry = groupRetry();
            }
        }

        private void skip(String sequence) {
            List<Integer> parked = parkedOf(sequence);
            if (retry.redrive().skipHead(sequence, ACT)) {
                dropped.computeIfAbsent(sequence, key -> new HashSet<>()).add(parked.get(0));
            }
        }

        private void evict(String sequence) {
            List<Integer> parked = parkedOf(sequence);
            assertThat(retry.redrive().evict(sequence, ACT)).isEqualTo(parked.size());
            dropped.computeIfAbsent(sequence, key -> new HashSet<>()).addAll(parked);
        }

        void check() {
            for (String sequence : published.keySet()) {
                List<Integer> noted = notedOf(sequence);
                List<Integer> parked = parkedOf(sequence);
                assertThat(noted)
                        .as("effects of %s in order, once", sequence)
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(parked)
                        .as("letters of %s in order, once", sequence)
                        .isSorted()
                        .doesNotHaveDuplicates();
                if (!noted.isEmpty() && !parked.isEmpty()) {
                    assertThat(noted.get(noted.size() - 1))
                            .as("nothing overtakes in %s", sequence)
                            .isLessThan(parked.get(0));
                }
                assertThat(all(noted, parked, dropped.getOrDefault(sequence, Set.of()), waiting(sequence)))
                        .as("every event of %s is somewhere, once", sequence)
                        .isEqualTo(IntStream.range(0, published.get(sequence))
                                .boxed()
                                .toList());
            }
            assertThat(DATABASE.rows("select sequence_id from retry_sequence s where processing_group = '" + name + "'"
                            + " and (attempts > " + ATTEMPTS_MAX + " or tail_index - head_index + 1 <> (select count(*)"
                            + " from retry_letter l where l.processing_group = s.processing_group and l.sequence_id ="
                            + " s.sequence_id and l.letter_index between s.head_index and s.tail_index))"))
                    .as("attempts are bounded, and letters without a gap")
                    .isEmpty();
        }

        /** No more trouble, time goes by, and the operator tries everything again. */
        void heal() {
            planned.clear();
            for (int round = 0; round < 40 && !isAtRest(); round++) {
                clock.advance(Duration.ofMinutes(2));
                process();
                retry.redrive().all(ACT);
                work();
                check();
            }
        }

        void checkAllTookEffect() {
            published.forEach((sequence, count) -> assertThat(
                            all(notedOf(sequence), dropped.getOrDefault(sequence, Set.of())))
                    .as("all of %s took effect or was dropped", sequence)
                    .isEqualTo(IntStream.range(0, count).boxed().toList()));
            assertThat(DATABASE.number("select count(*) from retry_attempt where processing_group = '" + name + "'"))
                    .isZero();
        }

        private boolean isAtRest() {
            return unprocessed.isEmpty()
                    && retry.parkedSequences().list(State.RETRYING, null, 1).isEmpty()
                    && retry.parkedSequences().list(State.DEAD, null, 1).isEmpty();
        }

        private List<Integer> notedOf(String sequence) {
            return journal.of(sequence).stream().map(Integer::valueOf).toList();
        }

        private List<Integer> parkedOf(String sequence) {
            return retry.parkedSequences().events(sequence, 0, 1_000).stream()
                    .map(event -> numbers.get(event.eventId()))
                    .toList();
        }

        private List<Integer> waiting(String sequence) {
            return unprocessed.stream()
                    .map(EventMessage::getPayload)
                    .filter(event -> event.sequence().equals(sequence))
                    .map(Noted::number)
                    .toList();
        }

        @SafeVarargs
        private static List<Integer> all(Collection<Integer>... parts) {
            List<Integer> all = new ArrayList<>();
            for (Collection<Integer> part : parts) {
                all.addAll(part);
            }
            return all.stream().sorted().toList();
        }
    }

    private static final class Killed extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }
}
