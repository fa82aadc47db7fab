package io.myelin.bench;

import io.myelin.core.application.MyelinApplication;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.Projections;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;

/**
 * A log into an H2 table, exactly once, against the same handler on Axon's JDBC store and pooled processor. The events are
 * there before; a round is a replay of them, cut off after the scale's span.
 */
final class ProjectionThroughput implements Measurement {

    private static final String PROJECTION = "deposits";
    private static final int COMMIT_EVENTS = 100;

    /** Events that are there, for each second of the span: more than either side gets through. */
    private static final int EVENTS_PER_SECOND = 30_000;

    private final Stage stage;

    ProjectionThroughput(Stage stage) {
        this.stage = stage;
    }

    /** What is replayed, and how. */
    private record Replayed(DepositTable table, int events, Runnable start, Runnable stop) {}

    @Override
    public Outcome run(Scale scale) throws Exception {
        int events = (int) (EVENTS_PER_SECOND * scale.span().toMillis() / 1_000) / COMMIT_EVENTS * COMMIT_EVENTS;
        DepositTable our = new DepositTable();
        DepositTable their = new DepositTable();
        try (TestDatabase ourDatabase = database();
                TestDatabase theirDatabase = database()) {
            Projections projections = Projections.on(ourDatabase.dataSource()).projection(PROJECTION, our);
            JdbcTransactions transactions = JdbcTransactions.on(theirDatabase.dataSource());
            try (MyelinApplication application = MyelinApplication.builder()
                    .events(Account.Deposited.class)
                    .module(stage.store())
                    .module(projections)
                    .build()) {
                application.start();
                projections.stop(PROJECTION);
                publish(events, commit -> application.eventStore().publish(commit));
                Configuration plain =
                        PlainAxon.onDatabase(theirDatabase.dataSource(), PlainAxon.engine(transactions), their);
                try {
                    StreamingEventProcessor processor = processor(plain);
                    processor.shutDown();
                    publish(
                            events,
                            commit -> transactions.executeInTransaction(
                                    () -> plain.eventStore().publish(commit)));
                    Replayed ours = new Replayed(
                            our, events, () -> projections.replay(PROJECTION), () -> projections.stop(PROJECTION));
                    Replayed theirs = new Replayed(their, events, () -> replay(processor), processor::shutDown);
                    return outcome(Sides.inTurn(
                            scale, round -> replay(ours, scale.span()), round -> replay(theirs, scale.span())));
                } finally {
                    plain.shutdown();
                }
            }
        }
    }

    private TestDatabase database() {
        return TestDatabase.h2File(stage.newDirectory()).execute(DepositTable.CREATE);
    }

    private static StreamingEventProcessor processor(Configuration plain) {
        return plain.eventProcessingConfiguration().eventProcessors().values().stream()
                .map(StreamingEventProcessor.class::cast)
                .findAny()
                .orElseThrow();
    }

    private static void replay(StreamingEventProcessor processor) {
        processor.resetTokens();
        processor.start();
    }

    private static void publish(int events, Consumer<List<DomainEventMessage<?>>> publisher) {
        try (Progress ignored = new Progress("publishing " + events + " events")) {
            for (int first = 0; first < events; first += COMMIT_EVENTS) {
                publisher.accept(commit(first));
            }
        }
    }

    private static List<DomainEventMessage<?>> commit(int first) {
        String account = "account-" + first;
        return IntStream.range(0, COMMIT_EVENTS)
                .<DomainEventMessage<?>>mapToObj(sequence -> new GenericDomainEventMessage<>(
                        "Account", account, sequence, new Account.Deposited(account, 1, Account.NOTE)))
                .toList();
    }

    /** Counts from the call that empties the table to the last row's commit, or to the end of the span. */
    private static Load.Figures replay(Replayed replayed, Duration span) throws InterruptedException {
        replayed.table().projected.drainPermits();
        long start = System.nanoTime();
        replayed.start().run();
        boolean all = replayed.table().projected.tryAcquire(replayed.events(), span.toNanos(), TimeUnit.NANOSECONDS);
        int projected = all ? replayed.events() : replayed.table().projected.drainPermits();
        double seconds = (System.nanoTime() - start) / 1e9;
        replayed.stop().run();
        return new Load.Figures(projected / seconds, 0, 0);
    }

    private static Outcome outcome(Sides sides) {
        double speed = sides.ours().perSecond();
        return new Outcome(
                "projection-throughput",
                "events/s",
                speed,
                sides.baseline().perSecond(),
                "Axon JDBC store, pooled",
                sides.speedRatio(),
                0,
                0,
                "ours >= 10,000, ratio >= 3",
                speed >= 10_000 && sides.speedRatio() >= 3);
    }
}
