package io.myelin.retry.parking;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.parking.ParkedSequence.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One group's meters; what they are is told in docs/operations/retry.md. */
final class RetryMetrics {

    private final MeterRegistry registry;
    private final Tags group;
    private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

    RetryMetrics(MeterRegistry registry, String processingGroup) {
        this.registry = registry;
        this.group = Tags.of("processor", processingGroup);
    }

    /** Registers the gauges, which show what the worker last counted; ages grow with the clock. */
    void show(Statistics statistics, Clock clock) {
        for (State state : State.values()) {
            gauge("retry.sequences", state, () -> statistics.of(state).sequences());
            gauge("retry.letters", state, () -> statistics.of(state).letters());
            gauge("retry.oldest.age", state, () -> statistics.of(state).ageSeconds(clock.instant()));
        }
    }

    /** Takes the gauges away, so that none shows what nobody counts any more. */
    void hide() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private void gauge(String name, State state, Supplier<Number> value) {
        gauges.add(
                Gauge.builder(name, value).tags(group.and("state", text(state))).register(registry));
    }

    void attemptSucceeded() {
        count("retry.attempts", Tag.of("category", "none"), Tag.of("outcome", "succeeded"));
    }

    void attemptFailed(FailureCategory category, @Nullable DeadReason deadReason) {
        count("retry.attempts", Tag.of("category", text(category)), Tag.of("outcome", "failed"));
        if (deadReason != null) {
            died(text(category), deadReason);
        }
    }

    void lineStopped(FailureCategory category) {
        count("retry.attempts", Tag.of("category", text(category)), Tag.of("outcome", "stopped"));
    }

    void crashed() {
        count("retry.leases.expired");
    }

    void diedUnattended(DeadReason reason) {
        died("none", reason);
    }

    void triedInPlace() {
        count("retry.inplace");
    }

    void recovered() {
        count("retry.recovered");
    }

    void redriven(long sequences) {
        registry.counter("retry.redriven", group).increment((double) sequences);
    }

    void evicted(long letters) {
        registry.counter("retry.evicted", group).increment((double) letters);
    }

    void fenceRejected() {
        count("retry.fence.rejected");
    }

    void picked(Duration lateness) {
        registry.timer("retry.schedule.lateness", group).record(lateness);
    }

    private void died(String category, DeadReason reason) {
        count("retry.dead", Tag.of("category", category), Tag.of("reason", text(reason)));
    }

    private void count(String name, Tag... tags) {
        registry.counter(name, group.and(tags)).increment();
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
