package io.myelin.retry.parking;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One group's meters; what they are is told in docs/operations/retry.md. */
final class RetryMetrics {

    private final MeterRegistry registry;
    private final Tags group;

    RetryMetrics(MeterRegistry registry, String processingGroup) {
        this.registry = registry;
        this.group = Tags.of("processor", processingGroup);
    }

    /** Registers the gauges, which show what the worker last counted; ages grow with the clock. */
    void show(Statistics statistics, Clock clock) {
        for (SequenceState state : SequenceState.values()) {
            Tags tags = group.and("state", text(state));
            Gauge.builder(
                            "retry.sequences",
                            statistics,
                            counted -> counted.of(state).sequences())
                    .tags(tags)
                    .register(registry);
            Gauge.builder(
                            "retry.letters",
                            statistics,
                            counted -> counted.of(state).letters())
                    .tags(tags)
                    .register(registry);
            Gauge.builder(
                            "retry.oldest.age",
                            statistics,
                            counted -> counted.of(state).ageSeconds(clock.instant()))
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(registry);
        }
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
