package io.myelin.bench;

import io.myelin.core.application.MyelinApplication;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.Projections;
import io.myelin.store.kafka.KafkaStore;
import io.myelin.testkit.TestDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** A log into an H2 table, exactly once, against the same handler on Axon's JDBC store and pooled processor. */
final class ProjectionThroughput implements Measurement {

    private static final int WAIT_SECONDS = 120;
    private static final int COMMIT_EVENTS = 100;
    /** Events of a full run; a fifth in a quick one. */
    private static final int SHARE = 10;

    private final Stage stage;

    ProjectionThroughput(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        int events = scale.events() / SHARE;
        Load.Figures ours = ours(events);
        Load.Figures theirs = theirs(events);
        return new Outcome(
                "projection-throughput",
                "events/s",
                ours.perSecond(),
                theirs.perSecond(),
                "Axon JDBC store, pooled",
                ours.perSecond() / theirs.perSecond(),
                0,
                0,
                "ours >= 10,000",
                ours.perSecond() >= 10_000);
    }

    private Load.Figures ours(int events) throws Exception {
        DepositTable table = new DepositTable();
        KafkaStore store = stage.store();
        try (TestDatabase database = TestDatabase.h2File(stage.newDirectory()).execute(DepositTable.CREATE);
                MyelinApplication application = MyelinApplication.builder()
                        .events(Account.Deposited.class)
                        .module(store)
                        .module(Projections.on(database.dataSource()).projection("deposits", table))
                        .build()) {
            application.start();
            return timed(events, table, commit -> application.eventStore().publish(commit));
        }
    }

    private Load.Figures theirs(int events) throws Exception {
        DepositTable table = new DepositTable();
        try (TestDatabase database = TestDatabase.h2File(stage.newDirectory()).execute(DepositTable.CREATE)) {
            JdbcTransactions transactions = JdbcTransactions.on(database.dataSource());
            JdbcEventStorageEngine engine = PlainAxon.engine(transactions);
            Configuration plain = PlainAxon.onDatabase(database.dataSource(), engine, table);
            try {
                return timed(
                        events,
                        table,
                        commit -> transactions.executeInTransaction(
                                () -> plain.eventStore().publish(commit)));
            } finally {
                plain.shutdown();
            }
        }
    }

    /** Publishes all, and counts from the first publication to the last row's commit. */
    private static Load.Figures timed(int events, DepositTable table, Publisher publisher) throws Exception {
        long start = System.nanoTime();
        for (int first = 0; first < events; first += COMMIT_EVENTS) {
            publisher.publish(commit(first));
        }
        if (!table.projected.tryAcquire(events, WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("Of %d events %d were projected within %d s."
                    .formatted(events, table.projected.availablePermits(), WAIT_SECONDS));
        }
        return Load.figures(events, (System.nanoTime() - start) / 1e9, List.of());
    }

    private static List<DomainEventMessage<?>> commit(int first) {
        String account = "account-" + first;
        return IntStream.range(0, COMMIT_EVENTS)
                .<DomainEventMessage<?>>mapToObj(sequence -> new GenericDomainEventMessage<>(
                        "Account", account, sequence, new Account.Deposited(account, 1, Account.NOTE)))
                .toList();
    }

    /** Publishes one commit. */
    private interface Publisher {
        void publish(List<DomainEventMessage<?>> commit);
    }
}
