package io.myelin.handlers.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at one projection's replay from time to time, as long as there is one, so that its rate is known when it is asked
 * for. Only this node's segments count, in memory: a look costs nothing.
 */
final class ReplayWatch {

    /** A rate is good after a few looks, and a replay that takes less than that needs none. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** After a start a segment may have to wait for its claim; another node has it if that takes longer. */
    private static final int LOOKS_IN_VAIN_MAX = 10;

    private final Replayable projection;
    private final Clock clock;
    private final ReplayRate rate = new ReplayRate();
    private final AtomicBoolean watching = new AtomicBoolean();
    private List<Meter> shown = List.of();

    ReplayWatch(Replayable projection, Clock clock) {
        this.projection = projection;
        this.clock = clock;
    }

    /** Watches until no segment here is replaying. */
    void watch() {
        if (watching.compareAndSet(false, true)) {
            lookAgain(0);
        }
    }

    /** Forgets what was seen: it stands still for a while, which must not count. */
    synchronized void pause() {
        rate.clear();
    }

    /** Returns how fast it goes here, in events per second; 0 if unknown. */
    synchronized double eventsPerSecond() {
        look();
        return rate.eventsPerSecond();
    }

    /** Returns how long so many events take; empty if unknown. */
    synchronized Optional<Duration> timeFor(long events) {
        return rate.timeFor(events);
    }

    /** Shows progress and time left, which are not numbers while nothing is replayed here. */
    synchronized void show(MeterRegistry registry) {
        shown = List.of(
                Gauge.builder("handlers.replay.progress", this::share)
                        .description("Which part of the events to be handled again is done, 0 to 1")
                        .tag("processor", projection.name())
                        .register(registry),
                Gauge.builder("handlers.replay.eta", this::secondsLeft)
                        .description("Time until a replay is done")
                        .baseUnit("seconds")
                        .tag("processor", projection.name())
                        .register(registry));
    }

    /** Shows nothing more; another application may then show its own. */
    synchronized void hide(MeterRegistry registry) {
        shown.forEach(registry::remove);
    }

    private double share() {
        return look().map(span -> (double) span.done() / span.total()).orElse(Double.NaN);
    }

    private synchronized double secondsLeft() {
        return look().flatMap(span -> rate.timeFor(span.left()))
                .map(left -> left.toMillis() / 1_000.0)
                .orElse(Double.NaN);
    }

    private synchronized Optional<Span> look() {
        Optional<Span> span = Span.slowestOf(projection.tokensHere());
        span.ifPresentOrElse(replaying -> rate.sample(clock.instant(), replaying.done()), rate::clear);
        if (span.isPresent()) {
            // Also a replay that was begun before this process, or on another node.
            watch();
        }
        return span;
    }

    private void lookAgain(int inVain) {
        projection.later(BETWEEN_LOOKS, () -> {
            if (look().isPresent()) {
                lookAgain(0);
            } else if (inVain < LOOKS_IN_VAIN_MAX) {
                lookAgain(inVain + 1);
            } else {
                watching.set(false);
            }
        });
    }
}
