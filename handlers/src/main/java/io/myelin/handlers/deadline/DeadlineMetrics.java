package io.myelin.handlers.deadline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of a projection's deadlines, under the tag {@code processor}. */
final class DeadlineMetrics {

    private final MeterRegistry registry;
    private final String projection;
    private final AtomicInteger stuck = new AtomicInteger();
    private final Gauge gauge;

    DeadlineMetrics(MeterRegistry registry, String projection) {
        this.registry = registry;
        this.projection = projection;
        this.gauge = Gauge.builder("handlers.stuck.threads", stuck, AtomicInteger::get)
                .description("Threads in handlers that nothing could end; what they do has no effect any more")
                .tag("processor", projection)
                .register(registry);
    }

    void timedOut(Stage stage) {
        Counter.builder("handlers.timeouts")
                .description("Handlers that took too long, by what ended them")
                .tag("processor", projection)
                .tag("stage", stage.tag())
                .register(registry)
                .increment();
    }

    void stuck() {
        stuck.incrementAndGet();
    }

    void cameBack() {
        stuck.decrementAndGet();
    }

    int stuckThreads() {
        return stuck.get();
    }

    void hide() {
        registry.remove(gauge);
    }
}
