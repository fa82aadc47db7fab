package io.myelin.core.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.config.AggregateConfiguration;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.SnapshotterSpanFactory;

/** Makes snapshots on a thread of its own, so that no sender waits for one. */
final class Snapshots {

    /** Snapshots that wait; when there are more, the command that asks for the next one makes it itself. */
    private static final int WAITING_MAX = 256;

    /** A snapshot in the making at the stop may end; one that is lost is made again later. */
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Snapshots::thread,
            new ThreadPoolExecutor.CallerRunsPolicy());

    Snapshotter snapshotter(Configuration c) {
        List<AggregateFactory<?>> factories = c.findModules(AggregateConfiguration.class).stream()
                .map(aggregate -> ((AggregateConfiguration<?>) aggregate).aggregateFactory())
                .collect(Collectors.toList());
        return AggregateSnapshotter.builder()
                .eventStore(c.eventStore())
                .executor(executor)
                .aggregateFactories(factories)
                .repositoryProvider(c::repository)
                .parameterResolverFactory(c.parameterResolverFactory())
                .handlerDefinition(c.handlerDefinition(factories.get(0).getAggregateType()))
                .spanFactory(c.getComponent(SnapshotterSpanFactory.class))
                .build();
    }

    void stop() {
        executor.shutdown();
        try {
            boolean unused = executor.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "myelin-snapshots");
        thread.setDaemon(true);
        return thread;
    }
}
