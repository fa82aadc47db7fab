package io.myelin.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.myelin.core.EventName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayToken;

/** What is measured of one projection, under the tag {@code processor}. */
final class HandlerMetrics {

    /** What is worth telling apart: a good batch's share, a slow query, a row lock, a time-out. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private static final String UNREADABLE = "unreadable";

    private final MeterRegistry registry;
    private final Clock clock;
    private final String projection;
    private final Timer latency;
    private final Map<Kind, Timer> durations = new ConcurrentHashMap<>();
    private final Map<Class<?>, String> typeNames = new ConcurrentHashMap<>();

    HandlerMetrics(MeterRegistry registry, Clock clock, String projection) {
        this.registry = registry;
        this.clock = clock;
        this.projection = projection;
        this.latency = Timer.builder("handlers.event.latency")
                .description("From the event's time to the commit of what its handlers wrote; replays are left out")
                .tag("processor", projection)
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
    }

    /** Returns when it is, for the end of the measurement. */
    long start() {
        return registry.config().clock().monotonicTime();
    }

    void succeeded(EventMessage<?> event, long start) {
        duration(event, "success").record(start() - start, TimeUnit.NANOSECONDS);
    }

    void failed(EventMessage<?> event, long start) {
        duration(event, "failure").record(start() - start, TimeUnit.NANOSECONDS);
    }

    /** Tells that what the events' handlers wrote is committed. */
    void committed(List<EventMessage<?>> events) {
        long now = clock.millis();
        for (EventMessage<?> event : events) {
            if (!ReplayToken.isReplay(event)) {
                latency.record(
                        Duration.ofMillis(Math.max(0, now - event.getTimestamp().toEpochMilli())));
            }
        }
    }

    private Timer duration(EventMessage<?> event, String outcome) {
        return durations.computeIfAbsent(new Kind(typeOf(event), outcome), this::durationOf);
    }

    private Timer durationOf(Kind kind) {
        return Timer.builder("handlers.event.duration")
                .description("One event through all handlers of the projection, without the commit")
                .tag("processor", projection)
                .tag("event_type", kind.eventType())
                .tag("outcome", kind.outcome())
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry);
    }

    private String typeOf(EventMessage<?> event) {
        try {
            return typeNames.computeIfAbsent(event.getPayloadType(), HandlerMetrics::nameOf);
        } catch (RuntimeException | LinkageError e) {
            return UNREADABLE;
        }
    }

    private static String nameOf(Class<?> type) {
        EventName name = type.getAnnotation(EventName.class);
        return name == null ? type.getSimpleName() : name.value();
    }

    /** One timer's tags. */
    private record Kind(String eventType, String outcome) {}
}
