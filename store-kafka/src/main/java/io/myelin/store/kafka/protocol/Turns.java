package io.myelin.store.kafka.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/*
 * The idea: whoever has read the log up to the same place knows the same history, so writers need not talk to agree on
 * who is next. Writers that got in each other's way are awaited; the turn is the awaited writer's whose last valid group
 * is the oldest, and it lasts for one group. Each of the others lets those before it in this order have a moment of its
 * own clock. Who is silent for that long is awaited no more, until it gets in somebody's way again.
 *
 * Nothing rests on it: a writer that is wrong about the turn sends a group that is void, or holds back for nothing.
 */
/**
 * Says how long a writer should hold back before it sends, so that several on one log take turns (rule 8).
 *
 * <p>A writer is known by the upper half of its groups' identifiers, so it needs no records or headers to take part. One
 * that is alone on its log never holds back. Not thread-safe; the time is handed in, as {@link System#nanoTime} gives it.
 */
public final class Turns {

    /** The least that a writer in turn is given: a read and a send on an idle machine take about two. */
    static final long PATIENCE_NANOS_MIN = 4_000_000;

    /** The most: three writers then wait less than 100 ms for one that has died. */
    static final long PATIENCE_NANOS_MAX = 50_000_000;

    /** What a writer in turn is given, in round trips of the one that waits: it must read and check before it sends. */
    private static final int PATIENCE_ROUND_TRIPS = 3;

    /** Writers that are remembered; the one seen longest ago is forgotten first. More can't take turns in a useful time. */
    static final int WRITERS_MAX = 64;

    private static final long NEVER = -1;

    private static final class Writer {
        final long id;
        long lastValid = NEVER;
        long seenNanos;
        boolean awaited;

        Writer(long id) {
            this.id = id;
        }

        boolean isBefore(Writer other) {
            return lastValid != other.lastValid ? lastValid < other.lastValid : id < other.id;
        }
    }

    private final RandomGenerator random;
    private final Writer self;
    private final Map<Long, Writer> others = new HashMap<>();
    private @Nullable UUID lastVoid;
    private long turnSinceNanos;
    private boolean insideGroup;
    private long roundTripNanos;
    private long handOverNanos;

    /** Creates the turns of a writer that begins to live, and gives it its name. */
    public Turns(RandomGenerator random) {
        this(random.nextLong(), random);
    }

    Turns(long self, RandomGenerator random) {
        this.random = random;
        this.self = new Writer(self);
    }

    /** Returns a new identifier for a group of this writer. */
    public UUID newGroupId() {
        return new UUID(self.id, random.nextLong());
    }

    /** Returns whether this writer made the stamp. */
    public boolean isOwn(Stamp stamp) {
        return writerOf(stamp) == self.id;
    }

    private static long writerOf(Stamp stamp) {
        return stamp.groupId().getMostSignificantBits();
    }

    /** Tells how long the writer's last group took from being sent to its acknowledgement. */
    public void acknowledgedAfter(long nanos) {
        roundTripNanos = smoothed(roundTripNanos, nanos);
    }

    /** As TCP smooths round trips (RFC 6298); what took longer than anybody is awaited says nothing about the next. */
    private static long smoothed(long average, long sample) {
        long bounded = Math.min(sample, PATIENCE_NANOS_MAX);
        return average == 0 ? bounded : (7 * average + bounded) / 8;
    }

    /** Tells of a valid group, this writer's or another's, in log order. */
    public void valid(ValidGroup group, long nowNanos) {
        Writer writer = writer(group.records().get(0).stamp());
        passOn(nowNanos, writer);
        if (writer != self && writer == first()) {
            handOverNanos = smoothed(handOverNanos, nowNanos - turnSinceNanos);
        }
        writer.lastValid = group.base();
        seen(writer, nowNanos);
    }

    /** Tells of a record that does not count. */
    public void skipped(LogRecord record, long nowNanos) {
        if (!(record instanceof LogRecord.Event event)
                || event.stamp().groupId().equals(lastVoid)) {
            return;
        }
        lastVoid = event.stamp().groupId();
        Writer loser = writer(event.stamp());
        loser.awaited = true;
        for (Writer other : others.values()) {
            other.awaited |= other.lastValid >= event.stamp().base();
        }
        seen(loser, nowNanos);
    }

    private Writer writer(Stamp stamp) {
        return isOwn(stamp) ? self : others.computeIfAbsent(writerOf(stamp), Writer::new);
    }

    private void seen(Writer writer, long nowNanos) {
        writer.seenNanos = nowNanos;
        turnSinceNanos = nowNanos;
        insideGroup = false;
        if (others.size() > WRITERS_MAX) {
            others.values().stream()
                    .min((a, b) -> Long.compare(a.seenNanos - nowNanos, b.seenNanos - nowNanos))
                    .ifPresent(oldest -> others.remove(oldest.id));
        }
    }

    /** Tells that the log ends inside a group: its writer is using the turn, whoever it is. */
    public void undecided(long nowNanos) {
        insideGroup = true;
        turnSinceNanos = nowNanos;
    }

    /** Returns whether another writer is awaited, so that it matters to hear of its groups soon. */
    public boolean areTaken() {
        for (Writer other : others.values()) {
            if (other.awaited) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns how long to wait before sending, unless something is read meanwhile: then ask again.
     *
     * @return 0 to send now
     */
    public long holdBackNanos(long nowNanos) {
        passOn(nowNanos, self);
        int ahead = insideGroup && nowNanos - turnSinceNanos < patienceNanos() ? 1 : 0;
        for (Writer other : others.values()) {
            if (other.awaited && other.isBefore(self)) {
                ahead++;
            }
        }
        return ahead == 0 ? 0 : Math.max(1, turnSinceNanos + ahead * patienceNanos() - nowNanos);
    }

    /** Ends the turns of those that were silent for too long. */
    private void passOn(long nowNanos, Writer present) {
        long patienceNanos = patienceNanos();
        Writer first = first();
        while (first != self && first != present && nowNanos - turnSinceNanos >= patienceNanos) {
            first.awaited = false;
            turnSinceNanos += patienceNanos;
            first = first();
        }
    }

    private Writer first() {
        Writer first = self;
        for (Writer other : others.values()) {
            if (other.awaited && other.isBefore(first)) {
                first = other;
            }
        }
        return first;
    }

    private long patienceNanos() {
        return Math.min(
                PATIENCE_NANOS_MAX,
                Math.max(PATIENCE_NANOS_MIN, PATIENCE_ROUND_TRIPS * Math.max(roundTripNanos, handOverNanos)));
    }
}
