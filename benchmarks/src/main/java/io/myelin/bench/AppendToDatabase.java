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
    private final Rival rival;

    AppendToDatabase(Stage stage, Rival rival) {
        this.stage = stage;
        this.rival = rival;
    }

    /** A database, and whether a commit waits until it is on the disk. */
    enum Rival {
        /** As it comes: each commit waits for the disk. */
        POSTGRESQL("append-postgresql", "Axon JDBC, PostgreSQL", 20),
        /** Kinder to it: the operating system writes when it likes, as under Kafka. */
        POSTGRESQL_WITHOUT_SYNC("append-postgresql-nosync", "Axon JDBC, fsync=off", 20),
        /** As it comes: what is committed is written within half a second. */
        H2("append-h2", "Axon JDBC, H2 file", 5),
        /** Each commit is written before it returns. */
        H2_WITH_WRITE("append-h2-write", "Axon JDBC, H2, no delay", 5);

        private final String measurement;
        private final String text;
        private final int must;

        Rival(String measurement, String text, int must) {
            this.measurement = measurement;
            this.text = text;
            this.must = must;
        }

        String measurement() {
            return measurement;
        }

        private TestDatabase open(Stage stage) {
            return switch (this) {
                case POSTGRESQL ->
                    TestDatabase.postgresql().execute("alter system set fsync = on", "select pg_reload_conf()");
                case POSTGRESQL_WITHOUT_SYNC ->
                    TestDatabase.postgresql().execute("alter system set fsync = off", "select pg_reload_conf()");
                case H2 -> TestDatabase.h2File(stage.newDirectory());
                case H2_WITH_WRITE -> TestDatabase.h2File(stage.newDirectory()).execute("set write_delay 0");
            };
        }
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        try (Stage.OpenLog log = stage.open(stage.newTopic(), stage.newDirectory());
                TestDatabase database = rival.open(stage)) {
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
            return new Outcome(
                    rival.measurement,
                    "commits/s",
                    sides.ours().perSecond(),
                    sides.baseline().perSecond(),
                    rival.text,
                    sides.speedRatio(),
                    sides.ours().p50Ms(),
                    sides.ours().p99Ms(),
                    "ratio >= " + rival.must,
                    sides.speedRatio() >= rival.must);
        }
    }

    private static void append(JdbcEventStorageEngine engine, int round, int caller, long number) {
        engine.appendEvents(new GenericDomainEventMessage<>("Account", "a-" + round + "-" + caller, number, PAYLOAD));
    }
}
