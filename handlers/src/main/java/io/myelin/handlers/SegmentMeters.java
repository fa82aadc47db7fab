package io.myelin.handlers;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.handlers.scale.SegmentRow;
import io.myelin.handlers.scale.SegmentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Shows the lag of every segment of a projection, whichever node has it, under the tags {@code processor} and {@code segment}.
 * Each value is computed when it is scraped; it is not a number while nobody knows it.
 */
final class SegmentMeters {

    private final MeterRegistry registry;
    private final String projection;
    private final IntFunction<Optional<SegmentStatus>> status;
    private final Map<Integer, List<Meter>> shown = new HashMap<>();

    SegmentMeters(MeterRegistry registry, String projection, IntFunction<Optional<SegmentStatus>> status) {
        this.registry = registry;
        this.projection = projection;
        this.status = status;
    }

    /** Shows these segments and no others. */
    synchronized void follow(List<SegmentRow> rows) {
        Set<Integer> there = rows.stream().map(SegmentRow::segment).collect(Collectors.toSet());
        Set<Integer> gone = shown.keySet().stream()
                .filter(segment -> !there.contains(segment))
                .collect(Collectors.toSet());
        gone.forEach(this::remove);
        there.forEach(segment -> shown.computeIfAbsent(segment, this::show));
    }

    /** Shows nothing any more; another application may show its own after that. */
    synchronized void hide() {
        Set.copyOf(shown.keySet()).forEach(this::remove);
    }

    private void remove(int segment) {
        List<Meter> meters = shown.remove(segment);
        if (meters != null) {
            meters.forEach(registry::remove);
        }
    }

    private List<Meter> show(int segment) {
        Gauge events = gauge("handlers.lag.events", segment, SegmentMeters::events)
                .description("Events that have still to take effect, parked ones included")
                .register(registry);
        Gauge age = gauge("handlers.lag.age", segment, SegmentMeters::ageSeconds)
                .description("Age of the oldest event that has still to take effect, parked ones included")
                .baseUnit("seconds")
                .register(registry);
        return List.of(events, age);
    }

    private Gauge.Builder<?> gauge(String name, int segment, ToDoubleFunction<SegmentStatus> value) {
        return Gauge.builder(name, () -> valueOf(segment, value))
                .tag("processor", projection)
                .tag("segment", Integer.toString(segment));
    }

    private double valueOf(int segment, ToDoubleFunction<SegmentStatus> value) {
        return status.apply(segment).map(value::applyAsDouble).orElse(Double.NaN);
    }

    private static double events(SegmentStatus status) {
        return status.events().isPresent() ? status.events().getAsLong() : Double.NaN;
    }

    private static double ageSeconds(SegmentStatus status) {
        return status.age().map(age -> age.toMillis() / 1_000.0).orElse(Double.NaN);
    }
}
