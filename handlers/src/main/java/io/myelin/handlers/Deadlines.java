package io.myelin.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.handlers.crashloop.CrashLoop;
import io.myelin.handlers.deadline.DeadlineSettings;
import io.myelin.handlers.deadline.HandlerDeadlines;
import io.myelin.retry.parking.DeliveryRunner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.config.Configuration;

/** Gives a projection's handlers their deadlines. */
final class Deadlines {

    /** Where a unit of work of a segment's events has that one's number; one of a parked event has none. */
    static final String SEGMENT = Deadlines.class.getName() + "/segment";

    /** Idle ones cost little, and new ones a tenth of a millisecond. */
    private static final long KEEP_IDLE_SECONDS = 30;

    private Deadlines() {}

    /**
     * Returns the deadlines of a projection's handlers.
     *
     * @throws ProjectionSetupException if a handler and a commit may last longer than a claim
     */
    static HandlerDeadlines of(
            Projection projection,
            Configuration configuration,
            ProjectionAssembly.Storage storage,
            MeterRegistry meters) {
        ThreadPoolExecutor threads = threads(projection.name());
        HandlerDeadlines deadlines = new HandlerDeadlines(
                new HandlerDeadlines.Scope(projection.name(), settings(projection, storage.claims())),
                storage.transactions(),
                threads,
                meters);
        configuration.onShutdown(() -> {
            threads.shutdown();
            deadlines.close();
        });
        return deadlines;
    }

    private static DeadlineSettings settings(Projection projection, NodeClaims claims) {
        try {
            return DeadlineSettings.within(
                    claims.timeout(), projection.options().handlerTimeout());
        } catch (IllegalArgumentException e) {
            throw new ProjectionSetupException("Projection '" + projection.name() + "': " + e.getMessage());
        }
    }

    /** Lets handlers be ended that take too long, and not be called for an event with which the process died. */
    static Stretch.Handling timed(HandlerDeadlines deadlines, CrashLoop crashes, Stretch.Handling handling) {
        return (event, unitOfWork) -> {
            Integer segment = unitOfWork.getResource(SEGMENT);
            if (segment != null) {
                crashes.beforeHandling(segment, event.getIdentifier());
            }
            deadlines.handle(event.getIdentifier(), () -> handling.handle(event, unitOfWork));
        };
    }

    /** Lets the retry worker's deliveries have the same deadlines. */
    static DeliveryRunner runner(HandlerDeadlines deadlines) {
        return new DeliveryRunner() {
            @Override
            public <T> T run(Callable<T> delivery) throws Exception {
                return deadlines.run(Set.of(), delivery);
            }
        };
    }

    /** One for each batch under way, and for each that was left behind: so the JVM's end must not wait for them. */
    private static ThreadPoolExecutor threads(String projection) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "projection-" + projection + "-handling-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
