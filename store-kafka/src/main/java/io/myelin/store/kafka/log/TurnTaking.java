package io.myelin.store.kafka.log;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogReplica;
import io.myelin.store.kafka.protocol.Turns;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;

/**
 * Gives {@link Turns} the time, and says when the tailer must listen for others' groups.
 *
 * <p>What changes it is called under the writer's lock; {@link #heldBack}, {@link #areTaken} and {@link #isSending} from any
 * thread.
 */
final class TurnTaking {

    private static final long NOT_HELD = -1;

    private final Turns turns = new Turns(new SecureRandom());
    private final LogMeters meters;
    private final long startNanos = System.nanoTime();

    private long sentNanos;
    private long heldSinceNanos = NOT_HELD;
    private volatile long heldUntilNanos = NOT_HELD;
    private volatile boolean taken;
    private volatile boolean sending;

    TurnTaking(LogReplica replica, LogMeters meters) {
        this.meters = meters;
        replica.onValid(group -> turns.valid(group, nowNanos()));
        replica.onSkipped(this::skipped);
    }

    /** Returns the time since this was made: never negative, unlike the clock it is from. */
    private long nowNanos() {
        return System.nanoTime() - startNanos;
    }

    private void skipped(LogRecord record) {
        if (record instanceof LogRecord.Event event && event.stamp().groupIndex() == 0 && turns.isOwn(event.stamp())) {
            meters.lost();
        }
        turns.skipped(record, nowNanos());
    }

    /** Returns an identifier for a group, by which other writers know this one. */
    UUID newGroupId() {
        return turns.newGroupId();
    }

    /** Returns how long to hold back now; 0 to send. */
    long holdBackNanos() {
        return turns.holdBackNanos(nowNanos());
    }

    /** Tells that the log was read to a place inside a group. */
    void undecided() {
        turns.undecided(nowNanos());
    }

    /** Tells that a group is on its way. */
    void sending() {
        sentNanos = nowNanos();
        sending = true;
    }

    /** Tells that what was sent has been answered. */
    void answered() {
        turns.acknowledgedAfter(nowNanos() - sentNanos);
        sending = false;
    }

    /** Tells that the writer holds back. */
    void hold(long nanos) {
        long now = nowNanos();
        if (heldSinceNanos == NOT_HELD) {
            heldSinceNanos = now;
        }
        heldUntilNanos = now + nanos;
    }

    /** Tells that the writer is about to take its next step. */
    void step() {
        heldUntilNanos = NOT_HELD;
    }

    /** Tells that the writer has taken a step, or holds back still. */
    void stepped() {
        taken = turns.areTaken();
        if (heldSinceNanos != NOT_HELD && heldUntilNanos == NOT_HELD) {
            meters.heldBack(Duration.ofNanos(nowNanos() - heldSinceNanos));
            heldSinceNanos = NOT_HELD;
        }
    }

    /** Returns for how long others' records should be waited for before the writer goes on; zero if it doesn't hold back. */
    Duration heldBack() {
        long until = heldUntilNanos;
        return until == NOT_HELD ? Duration.ZERO : Duration.ofNanos(Math.max(1, until - nowNanos()));
    }

    /** Returns whether writers take turns now, so that it matters to hear of a group soon. */
    boolean areTaken() {
        return taken;
    }

    boolean isSending() {
        return sending;
    }
}
