package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.FaultyDataSource.Fault;
import io.myelin.testkit.FaultyDataSource.Moment;
import io.myelin.testkit.FaultyDataSource.Reach;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.SettableClock;
import io.myelin.testkit.TestDatabase;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/**
 * Runs one scenario again and again, each time with a fault at another of its calls to the database: the request is lost
 * or its answer, and with it the connection or the whole process. Whatever strikes, all events must have taken effect
 * once and in order in the end.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultAtEveryCallIT {

    /** Rounds after which a scenario that doesn't come to rest is stuck; it takes about ten. */
    private static final int ROUNDS_MAX = 60;

    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase opened) {
        database = opened;
        RetrySchema.migrate(database.dataSource());
        database.execute("create table progress (run varchar(50) primary key, position int not null)");
    }

    @OnEachDatabase
    void every_event_takes_effect_once_and_in_order_wherever_the_database_fails() {
        FaultyDataSource counting = FaultyDataSource.over(database.dataSource());
        new Scenario("none", counting).runToTheEnd();
        List<String> calls = counting.callNames();
        assertThat(calls).hasSizeGreaterThan(100);

        List<String> broken = new ArrayList<>();
        for (int call = 1; call <= calls.size(); call++) {
            for (Fault fault : faultsAt(call, calls.get(call - 1))) {
                try {
                    runWith(fault);
                } catch (AssertionError | RuntimeException e) {
                    broken.add(fault + " at " + calls.get(call - 1) + ": " + e);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** What a fault at a call that changes nothing leads to, one at the next that does leads to as well. */
    private static List<Fault> faultsAt(int call, String name) {
        if (name.equals("prepareStatement") || name.equals("setAutoCommit")) {
            return List.of();
        }
        Fault lost = new Fault(call, Moment.BEFORE, Reach.CONNECTION);
        Fault killed = new Fault(call, Moment.BEFORE, Reach.PROCESS);
        if (name.equals("executeUpdate")) {
            return List.of(lost, killed);
        }
        if (!name.equals("commit")) {
            return List.of(lost);
        }
        return List.of(
                lost,
                killed,
                new Fault(call, Moment.AFTER, Reach.CONNECTION),
                new Fault(call, Moment.AFTER, Reach.PROCESS));
    }

    private void runWith(Fault fault) {
        FaultyDataSource faulty = FaultyDataSource.over(database.dataSource()).plan(fault);
        Scenario scenario = new Scenario(fault.call() + "-" + fault.moment() + "-" + fault.reach(), faulty);
        if (fault.reach() == Reach.PROCESS) {
            scenario.runUntil(faulty::isBroken);
            scenario.restartOn(database.dataSource());
        }
        scenario.runToTheEnd();
    }

    /** Two sequences with trouble of two kinds, with names and a group of this run's own. */
    private final class Scenario {

        private final SettableClock clock = SettableClock.create();
        private final Instant start = clock.instant();
        private final String name;
        private final String a;
        private final String b;
        private final List<EventMessage<Noted>> log;
        private boolean repaired;
        private JdbcTransactions transactions;
        private GroupRetry retry;

        Scenario(String name, DataSource dataSource) {
            this.name = name;
            this.a = "a-" + name;
            this.b = "b-" + name;
            this.log = List.of(
                    message(a, 0),
                    message(b, 0),
                    message(a, 1),
                    message(b, 1),
                    message(a, 2),
                    message(b, 2),
                    message(a, 3),
                    message(b, 3));
            database.execute("insert into progress values ('" + name + "', 0)");
            this.transactions = JdbcTransactions.on(dataSource);
            this.retry = groupRetry();
        }

        void restartOn(DataSource dataSource) {
            transactions = JdbcTransactions.on(dataSource);
            retry = groupRetry();
        }

        private GroupRetry groupRetry() {
            Journal journal = new Journal(database, transactions);
            journal.usuallyOn(this::misbehave);
            return GroupRetry.builder()
                    .processingGroup(name)
                    .transactions(transactions)
                    .serializer(JsonSerializer.of(EventTypes.of(Noted.class)))
                    .delivery(journal)
                    .policy(new RetryPolicy(
                            RetrySettings.builder().attemptsMax(5).build(), Classifier.builtIn(), new Random(3)))
                    .clock(clock)
                    .random(new Random(5))
                    .waiter(clock::advance)
                    .build();
        }

        /** The first event of a fails for a while, the second of b until somebody repairs what it needs. */
        private void misbehave(Noted event) {
            boolean early = clock.instant().isBefore(start.plusMillis(2_500));
            if (event.equals(log.get(0).getPayload()) && early) {
                throw new IllegalStateException("too early");
            }
            if (event.equals(log.get(3).getPayload()) && !repaired) {
                throw new IllegalArgumentException("broken");
            }
        }

        void runToTheEnd() {
            for (int round = 0; round < ROUNDS_MAX && !isAtRest(); round++) {
                runRound(round);
            }
            assertThat(database.rows(
                            "select sequence_id, state from retry_sequence where processing_group = '" + name + "'"))
                    .isEmpty();
            assertThat(notedOf(a)).containsExactly("0", "1", "2", "3");
            assertThat(notedOf(b)).containsExactly("0", "1", "2", "3");
            assertThat(database.number("select count(*) from retry_letter where processing_group = '" + name + "'"))
                    .isZero();
            assertThat(database.number("select count(*) from retry_attempt where processing_group = '" + name + "'"))
                    .isZero();
        }

        void runUntil(BooleanSupplier broken) {
            for (int round = 0; round < ROUNDS_MAX && !broken.getAsBoolean(); round++) {
                runRound(round);
            }
        }

        /** A second of a process's life; what fails is tried again in the next one. */
        private void runRound(int round) {
            attempt(this::processBatch);
            attempt(() -> retry.worker().runOnce());
            clock.advance(Duration.ofSeconds(round < 20 ? 1 : 10));
            if (round == 6) {
                repaired = true;
            }
            if (round > 6) {
                attempt(() -> retry.redrive().all(new Act("test", "repaired")));
            }
        }

        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                retry.segmentReleased(Segment.ROOT_SEGMENT);
            }
        }

        private void processBatch() {
            int from = position();
            int until = Math.min(log.size(), from + 3);
            if (from == until) {
                return;
            }
            UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(log.get(from));
            unitOfWork.attachTransaction(transactions);
            unitOfWork.onPrepareCommit(committing -> store(until));
            ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
                for (EventMessage<Noted> event : log.subList(from, until)) {
                    retry.handle(event, event.getPayload().sequence(), Segment.ROOT_SEGMENT);
                }
                return null;
            });
            if (result.isExceptional()) {
                throw new IllegalStateException(result.exceptionResult());
            }
        }

        private void store(int position) {
            try (PreparedStatement update =
                    transactions.connection().prepareStatement("update progress set position = ? where run = ?")) {
                update.setInt(1, position);
                update.setString(2, name);
                update.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private boolean isAtRest() {
            return position() == log.size()
                    && database.number("select count(*) from retry_sequence where processing_group = '" + name + "'")
                            == 0;
        }

        private int position() {
            return (int) database.number("select position from progress where run = '" + name + "'");
        }

        private List<String> notedOf(String sequence) {
            return database.rows("select number from journal where sequence = '" + sequence + "' order by line");
        }

        private EventMessage<Noted> message(String sequence, int number) {
            return new GenericDomainEventMessage<>("Note", sequence, number, new Noted(sequence, number));
        }
    }
}
