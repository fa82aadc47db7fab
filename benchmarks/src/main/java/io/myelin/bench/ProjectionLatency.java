package io.myelin.bench;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.Projections;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** From an event's publication to its row's commit, one event at a time, against Axon's own store and processor. */
final class ProjectionLatency implements Measurement {

    private static final int WAIT_SECONDS = 30;

    private final Stage stage;

    ProjectionLatency(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
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
                Sides sides = Sides.inTurn(
                        scale,
                        round -> oneByOne(application.eventStore(), our, scale.span(), round),
                        round -> oneByOne(plain.eventStore(), their, scale.span(), round));
                return outcome(sides);
            } finally {
                plain.shutdown();
            }
        }
    }

    private static Load.Figures oneByOne(EventStore store, DepositTable table, Duration span, int round)
            throws Exception {
        Histogram latencies = Load.latencies();
        long start = System.nanoTime();
        for (long now = start; now - start < span.toNanos(); now = System.nanoTime()) {
            store.publish(new GenericDomainEventMessage<>(
                    "Account",
                    "account-" + round,
                    latencies.getTotalCount(),
                    new Account.Deposited("account-" + round, 1, Account.NOTE)));
            if (!table.projected.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException("An event was not projected within " + WAIT_SECONDS + " s.");
            }
            latencies.recordValue(System.nanoTime() - now);
        }
        return Load.figures(latencies, System.nanoTime() - start);
    }

    private static Outcome outcome(Sides sides) {
        double p50 = sides.ours().p50Ms();
        double p99 = sides.ours().p99Ms();
        return new Outcome(
                "projection-latency",
                "ms",
                p50,
                sides.baseline().p50Ms(),
                "Axon, pooled processor",
                p50 / sides.baseline().p50Ms(),
                p50,
                p99,
                "p50 <= 5 ms, p99 <= 25 ms",
                p50 <= 5 && p99 <= 25);
    }
}
