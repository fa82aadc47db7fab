package io.myelin.handlers.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How fast a replay goes, by what was seen of it.
 *
 * <p>It counts over the latest third of the time since the first sample: long enough for batches and pauses of the JVM to
 * even out, short enough to forget how a replay starts, with cold code and caches. Not safe for several threads.
 */
final class ReplayRate {

    /** One a second fills four minutes; after that the older ones are thinned out, which costs no precision that shows. */
    private static final int SAMPLES_MAX = 256;

    /** The part of the time since the first sample that counts. */
    private static final int WINDOW_DIVISOR = 3;

    private final List<Sample> samples = new ArrayList<>();

    /** What was done at a time. */
    private record Sample(Instant at, long done) {}

    /** Takes a sample; one that contradicts those before, by its time or its events, begins anew. */
    void sample(Instant at, long done) {
        if (!samples.isEmpty()) {
            Sample last = last();
            if (at.isBefore(last.at()) || done < last.done()) {
                samples.clear();
            } else if (at.equals(last.at())) {
                return;
            }
        }
        samples.add(new Sample(at, done));
        if (samples.size() > SAMPLES_MAX) {
            thinOut();
        }
    }

    void clear() {
        samples.clear();
    }

    /** Returns events per second; 0 while it is unknown, and when nothing gets on. */
    double eventsPerSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample last = last();
        Sample first = windowStart(last);
        double seconds = Duration.between(first.at(), last.at()).toNanos() / 1e9;
        return (last.done() - first.done()) / seconds;
    }

    /** Returns how long so many events take; empty while that is unknown, and when nothing gets on. */
    Optional<Duration> timeFor(long events) {
        double rate = eventsPerSecond();
        if (events <= 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(events / rate * 1_000)));
    }

    /** The latest sample before the window that is not the last itself. */
    private Sample windowStart(Sample last) {
        Duration window = Duration.between(samples.get(0).at(), last.at()).dividedBy(WINDOW_DIVISOR);
        Instant start = last.at().minus(window);
        int index = samples.size() - 2;
        while (index > 0 && samples.get(index).at().isAfter(start)) {
            index--;
        }
        return samples.get(index);
    }

    /** Drops every second sample, and keeps the first and the last. */
    private void thinOut() {
        for (int index = samples.size() - 2; index > 0; index -= 2) {
            samples.remove(index);
        }
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }
}
