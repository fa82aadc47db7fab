package io.myelin.bench;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.Projections;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** The same projection on our store and processor and on Axon's own, each with an H2 file. */
final class ProjectedSides {

    private static final int WAIT_SECONDS = 30;

    private ProjectedSides() {}

    /** A round on one side. */
    @FunctionalInterface
    interface Round {
        Load.Figures run(EventStore store, DepositTable table, Duration span, int number) throws Exception;
    }

    static Sides inTurn(Stage stage, Scale scale, Round round) throws Exception {
        DepositTable our = new DepositTable();
        DepositTable their = new DepositTable();
        try (TestDatabase ourDatabase =
                        TestDatabase.h2File(stage.newDirectory()).execute(DepositTable.CREATE);
                TestDatabase theirDatabase =
                        TestDatabase.h2File(stage.newDirectory()).execute(DepositTable.CREATE);
                MyelinApplication application = MyelinApplication.builder()
                        .events(Account.Deposited.class)
                        .module(stage.store())
                        .module(Projections.on(ourDatabase.dataSource()).projection("deposits", our))
                        .build()) {
            application.start();
            Configuration plain = PlainAxon.inMemory(theirDatabase.dataSource(), their);
            try {
                return Sides.inTurn(
                        scale,
                        number -> round.run(application.eventStore(), our, scale.span(), number),
                        number -> round.run(plain.eventStore(), their, scale.span(), number));
            } finally {
                plain.shutdown();
            }
        }
    }

    /** Waits for the next event to be projected. */
    static void await(DepositTable table) throws InterruptedException, TimeoutException {
        if (!table.projected.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new TimeoutException("An event was not projected within " + WAIT_SECONDS + " s.");
        }
    }
}
