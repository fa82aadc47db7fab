package io.myelin.bench;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * From an event's publication to its row's commit while 2,000 come in each second, against Axon's own store and processor. Each
 * event's time counts from when it was due, so that a publisher that was held up hides nothing.
 */
final class ProjectionSteady implements Measurement {

    private static final int EVENTS_PER_SECOND = 2_000;

    /** Commits of this many: one every five milliseconds, which a thread can keep to. */
    private static final int COMMIT_EVENTS = 10;

    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1) / (EVENTS_PER_SECOND / COMMIT_EVENTS);

    private final Stage stage;

    ProjectionSteady(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        return outcome(ProjectedSides.inTurn(stage, scale, ProjectionSteady::steadily));
    }

    private static Load.Figures steadily(EventStore store, DepositTable table, Duration span, int round)
            throws Exception {
        Queue<Long> due = new ConcurrentLinkedQueue<>();
        Histogram latencies = Load.latencies();
        int commits = (int) (span.toNanos() / COMMIT_NANOS);
        long start = System.nanoTime();
        Thread publisher = new Thread(() -> publish(store, round, start, commits, due), "publisher");
        publisher.start();
        for (int event = 0; event < commits * COMMIT_EVENTS; event++) {
            ProjectedSides.await(table);
            // There: it was noted before it was published.
            latencies.recordValue(System.nanoTime() - due.remove());
        }
        publisher.join();
        return Load.figures(latencies, System.nanoTime() - start);
    }

    private static void publish(EventStore store, int round, long start, int commits, Queue<Long> due) {
        String account = "steady-" + round;
        for (int commit = 0; commit < commits; commit++) {
            long time = start + commit * COMMIT_NANOS;
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int first = commit * COMMIT_EVENTS;
            List<GenericDomainEventMessage<Account.Deposited>> events = IntStream.range(first, first + COMMIT_EVENTS)
                    .mapToObj(sequence -> new GenericDomainEventMessage<>(
                            "Account", account, sequence, new Account.Deposited(account, 1, Account.NOTE)))
                    .toList();
            events.forEach(event -> due.add(time));
            store.publish(events);
        }
    }

    private static Outcome outcome(Sides sides) {
        double p99 = sides.ours().p99Ms();
        return new Outcome(
                "projection-steady",
                "ms",
                p99,
                sides.baseline().p99Ms(),
                "Axon, pooled processor",
                p99 / sides.baseline().p99Ms(),
                sides.ours().p50Ms(),
                p99,
                "2,000 events/s, p99 <= 50 ms",
                p99 <= 50);
    }
}
