package io.myelin.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** From an event's publication to its row's commit, one event at a time, against Axon's own store and processor. */
final class ProjectionLatency implements Measurement {

    private final Stage stage;

    ProjectionLatency(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        return outcome(ProjectedSides.inTurn(stage, scale, ProjectionLatency::oneByOne));
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
            ProjectedSides.await(table);
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
