package io.myelin.retry.parking;

import java.time.Instant;

/**
 * The right to deliver one sequence's head letter once.
 *
 * @param fence what the sequence's row must still show for the attempt to count; each attempt has its own
 * @param attempt the attempt's number, from 1, charged already
 * @param firstFailedAt when the letter failed first, or was leased first
 */
record Lease(SequenceId id, long fence, long index, String eventId, int attempt, int redrives, Instant firstFailedAt) {

    /** Returns the lease of the next letter, which the success of this one leads to. */
    Lease next(String nextEventId, Instant now) {
        return new Lease(id, fence + 1, index + 1, nextEventId, 1, redrives, now);
    }
}
