package io.myelin.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.Phases;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.effects.Outboxes;
import java.time.Clock;
import org.axonframework.config.Configuration;

/** Starts what sends the messages of the outboxes with the application, and stops it with it. */
final class OutboxThreads {

    /** A sender that hangs holds up its own channel and one more thread's worth of others. */
    private static final int THREADS = 2;

    private OutboxThreads() {}

    static void run(Outboxes outboxes, Configuration configuration, JdbcTransactions transactions) {
        if (outboxes.isEmpty()) {
            return;
        }
        configuration.onStart(Phases.STORE, () -> {
            outboxes.open(
                    transactions,
                    configuration.getComponent(Clock.class, Clock::systemUTC),
                    configuration.getComponent(MeterRegistry.class, SimpleMeterRegistry::new));
        });
        configuration.onStart(Phases.PROCESSORS, () -> {
            ProjectionThreads threads = ProjectionThreads.named("outbox", THREADS, error -> {});
            outboxes.start(threads);
            configuration.onShutdown(Phases.PROCESSORS, () -> {
                outboxes.close();
                threads.end();
            });
        });
    }
}
