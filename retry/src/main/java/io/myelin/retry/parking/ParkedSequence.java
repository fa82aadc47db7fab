package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * A sequence whose events wait, as it was when it was read.
 *
 * @param id its name in the tables, by which acts know it
 * @param label what the name was made from, if that was too long for a name; otherwise the name
 * @param deadReason why it is dead; empty if it is not
 * @param letters events that wait, at least 1
 * @param progress how far the first of them has come
 * @param lastFailure why the first of them failed last; empty if it has not been tried yet, or crashed
 */
public record ParkedSequence(
        String id,
        String label,
        State state,
        Optional<DeadReason> deadReason,
        long letters,
        Progress progress,
        Instant parkedAt,
        Optional<LastFailure> lastFailure) {

    /**
     * How far the first event of a parked sequence has come.
     *
     * @param attempts that it has had since the last redrive, one under way included
     * @param redrives that the sequence has had since it was parked
     * @param dueAt when it is tried next, if the sequence is not dead
     */
    public record Progress(int attempts, int redrives, Instant dueAt) {}

    /** Why an event failed last. */
    public record LastFailure(FailureCategory category, Fingerprint fingerprint, Instant at) {}

    /** Whether a parked sequence goes on by itself. */
    public enum State {
        /** Its first event will be tried again when it is due, or is being tried right now. */
        RETRYING,
        /** Its first event is a dead letter: the sequence waits for somebody to redrive, skip or evict it. */
        DEAD
    }
}
