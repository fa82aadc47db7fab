package io.myelin.bench;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.testkit.TestDatabase;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;

/** Appends checked commits, against Axon's JDBC engine on a database. */
final class AppendToDatabase implements Measurement {

    private static final int CALLERS = 256;
    private static final String PAYLOAD = "x".repeat(254);

    private final Stage stage;
    private final TestDatabase.Product product;
    private final int must;

    AppendToDatabase(Stage stage, TestDatabase.Product product, int must) {
        this.stage = stage;
        this.product = product;
        this.must = must;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        boolean h2 = product == TestDatabase.Product.H2;
        try (Stage.OpenLog log = stage.open(stage.newTopic(), stage.newDirectory());
                TestDatabase database = h2 ? TestDatabase.h2File(stage.newDirectory()) : TestDatabase.postgresql()) {
            JdbcTransactions transactions = JdbcTransactions.on(database.dataSource());
            JdbcEventStorageEngine engine = PlainAxon.engine(transactions);
            Sides sides = Sides.inTurn(
                    scale,
                    round -> Load.run(
                            CALLERS,
                            scale.span(),
                            (caller, n) -> log.log().append(List.of(Stage.event("a-" + round + "-" + caller, n)))),
                    round -> Load.run(
                            CALLERS,
                            scale.span(),
                            (caller, n) -> transactions.executeInTransaction(() -> append(engine, round, caller, n))));
            double ratio = sides.ours().perSecond() / sides.baseline().perSecond();
            return new Outcome(
                    h2 ? "append-h2" : "append-postgresql",
                    "commits/s",
                    sides.ours().perSecond(),
                    sides.baseline().perSecond(),
                    "Axon JDBC, " + (h2 ? "H2 file" : "PostgreSQL"),
                    ratio,
                    sides.ours().p50Ms(),
                    sides.ours().p99Ms(),
                    "ratio >= " + must,
                    ratio >= must);
        }
    }

    private static void append(JdbcEventStorageEngine engine, int round, int caller, long number) {
        engine.appendEvents(new GenericDomainEventMessage<>("Account", "a-" + round + "-" + caller, number, PAYLOAD));
    }
}
