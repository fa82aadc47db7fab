package io.myelin.retry.parking;

import io.myelin.retry.Fingerprint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices, for what no list of exceptions knows, that it can't be the events: many sequences fail alike within half a minute, and
 * little succeeds meanwhile.
 *
 * <p>One sequence alone never does it, nor do many that fail for different reasons. What is retried is no evidence: it failed before. Once it has
 * been noticed, a single failure of that kind tells that it is still so, until a batch is committed. Safe for use by several threads.
 */
final class Evidence {

    /** Long enough to see several sequences of a quiet group, short enough to forget a burst. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private final Clock clock;
    private final int sequencesMin;
    private final Deque<Second> seconds = new ArrayDeque<>();
    private volatile boolean watching;
    private @Nullable Fingerprint systemic;

    private static final class Second {
        final long second;
        long successes;
        long failures;
        final Map<Fingerprint, Set<SequenceId>> failed = new HashMap<>();

        Second(long second) {
            this.second = second;
        }
    }

    /**
     * @param sequencesMin sequences that must fail alike, at least 2; 0 to notice nothing
     */
    Evidence(Clock clock, int sequencesMin) {
        this.clock = clock;
        this.sequencesMin = sequencesMin;
    }

    /** Tells that an event was handled at its first attempt. Costs nothing while nothing fails. */
    void succeeded() {
        if (watching) {
            count();
        }
    }

    private synchronized void count() {
        now().successes++;
        watching = seconds.stream().anyMatch(each -> each.failures > 0);
    }

    /** Tells that an event's first attempt failed; returns whether all events are in for the same. */
    synchronized boolean failed(SequenceId id, Fingerprint fingerprint) {
        if (sequencesMin == 0) {
            return false;
        }
        watching = true;
        Second now = now();
        now.failures++;
        now.failed.computeIfAbsent(fingerprint, key -> new HashSet<>()).add(id);
        if (!fingerprint.equals(systemic) && failAlike(fingerprint) && moreFailThanSucceed()) {
            systemic = fingerprint;
        }
        return fingerprint.equals(systemic);
    }

    /** Tells that a batch was committed, so that not everything fails. */
    synchronized void flowed() {
        systemic = null;
    }

    private boolean failAlike(Fingerprint fingerprint) {
        Set<SequenceId> alike = new HashSet<>();
        seconds.forEach(each -> alike.addAll(each.failed.getOrDefault(fingerprint, Set.of())));
        return alike.size() >= sequencesMin;
    }

    private boolean moreFailThanSucceed() {
        return seconds.stream()
                        .mapToLong(each -> each.failures - each.successes)
                        .sum()
                > 0;
    }

    private Second now() {
        long second = clock.instant().getEpochSecond();
        seconds.removeIf(each -> each.second <= second - WINDOW.toSeconds() || each.second > second);
        Second last = seconds.peekLast();
        if (last == null || last.second != second) {
            last = new Second(second);
            seconds.addLast(last);
        }
        return last;
    }
}
