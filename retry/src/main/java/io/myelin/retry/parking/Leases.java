package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.parking.LeaseTable.Candidate;
import io.myelin.retry.parking.ParkingLot.Tables;
import io.myelin.retry.parking.SequenceTable.Range;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who may deliver a parked sequence's head letter, and how that ends.
 *
 * <p>A lease charges its attempt before the letter is delivered, so that an attempt that takes the process with it is
 * counted. Its fence is checked in the transaction of the letter's effects: whoever has lost the lease loses the effects.
 */
record Leases(ParkingLot lot, RetryPolicy policy, LeaseTerms terms, RetryMetrics metrics) {

    /** Who takes leases, and for how long. */
    record LeaseTerms(String owner, Duration time) {}

    /** What a claim found: a lease, or how long it is worth waiting. */
    record Claim(Optional<Lease> lease, Duration idle) {}

    /** Sequences looked at in one go: as many workers as may reach for the same ones at the same time. */
    static final int CANDIDATES_MAX = 8;

    private Tables tables() {
        return lot.tables();
    }

    /**
     * Takes the sequence that has been due for longest.
     *
     * @param idleMax the longest wait to answer with if none is due
     */
    Claim claim(Connection connection, Duration idleMax) {
        Instant now = lot.now();
        List<Candidate> candidates = tables().leases().candidates(connection, now, now.plus(idleMax), CANDIDATES_MAX);
        for (Candidate candidate : candidates) {
            if (candidate.dueAt().isAfter(now)) {
                return new Claim(Optional.empty(), Duration.between(now, candidate.dueAt()));
            }
            Optional<Lease> lease = takeOrBury(connection, candidate, now);
            if (lease.isPresent()) {
                return new Claim(lease, Duration.ZERO);
            }
        }
        // Those that somebody else was quicker to take may have hidden others that are due.
        return new Claim(Optional.empty(), candidates.size() < CANDIDATES_MAX ? idleMax : Duration.ZERO);
    }

    private Optional<Lease> takeOrBury(Connection connection, Candidate candidate, Instant now) {
        if (!policy.permitsAttemptAfter(candidate.attempts())) {
            bury(connection, candidate, now);
            return Optional.empty();
        }
        return take(connection, candidate);
    }

    /** Takes a sequence that somebody has chosen, whatever it has behind it; nothing if somebody else was quicker. */
    Optional<Lease> take(Connection connection, Candidate candidate) {
        Instant now = lot.now();
        if (!tables().leases().lease(connection, candidate, terms.owner(), now.plus(terms.time()))) {
            return Optional.empty();
        }
        Lease lease = new Lease(
                candidate.id(),
                candidate.fence() + 1,
                candidate.range().head(),
                eventIdAt(connection, candidate.id(), candidate.range().head()),
                candidate.attempts() + 1,
                candidate.redrives(),
                candidate.firstFailedAt());
        noteCrash(connection, candidate, lease.eventId(), now);
        tables().attempts().start(connection, lease, now);
        metrics.picked(Duration.between(candidate.dueAt(), now));
        return Optional.of(lease);
    }

    private void bury(Connection connection, Candidate candidate, Instant now) {
        DeadReason reason = candidate.crashed() ? DeadReason.CRASHED : DeadReason.ATTEMPTS;
        if (tables().leases().bury(connection, candidate, reason, now)) {
            noteCrash(
                    connection,
                    candidate,
                    eventIdAt(connection, candidate.id(), candidate.range().head()),
                    now);
            metrics.diedUnattended(reason);
        }
    }

    private void noteCrash(Connection connection, Candidate candidate, String eventId, Instant now) {
        if (candidate.crashed()) {
            tables().attempts().crash(connection, eventId, candidate.redrives(), candidate.attempts(), now);
            metrics.crashed();
        }
    }

    /**
     * Ends a lease in success, within the transaction of the letter's effects: the letter leaves, and the lease goes on
     * to the next one with its first attempt charged.
     *
     * @return the next letter's lease; nothing if the sequence is empty and flows again
     * @throws LeaseLostException if somebody else holds the sequence; roll back
     */
    Optional<Lease> succeed(Connection connection, Lease lease) {
        Range range = tables().leases().lock(connection, lease).orElseThrow(() -> new LeaseLostException(lease));
        tables().letters().delete(connection, lease.id(), lease.index());
        tables().attempts().deleteOf(connection, lease.eventId());
        if (lease.index() == range.tail()) {
            tables().sequences().delete(connection, lease.id());
            return Optional.empty();
        }
        Instant now = lot.now();
        tables().leases().advance(connection, lease, now, now.plus(terms.time()));
        Lease next = lease.next(eventIdAt(connection, lease.id(), lease.index() + 1), now);
        tables().attempts().start(connection, next, now);
        return Optional.of(next);
    }

    /** Ends a lease in failure; answers false if it was lost before. */
    boolean fail(Connection connection, Lease lease, FailedAttempt failed) {
        Instant now = lot.now();
        boolean held = tables().leases().fail(connection, lease, failed, now);
        if (held) {
            tables().attempts().fail(connection, lease, failed, now);
        }
        return held;
    }

    /**
     * Ends a lease as if it had never been; the sequence is due again after {@code delay}.
     *
     * <p>If the letter's effects were committed though nobody was told, the lease has gone on to the next letter, and that
     * one is given back.
     */
    void giveBack(Connection connection, Lease lease, Duration delay) {
        if (!returned(connection, lease, delay)) {
            tables().letters()
                    .eventIdAt(connection, lease.id(), lease.index() + 1)
                    .map(eventId -> lease.next(eventId, lot.now()))
                    .ifPresent(next -> returned(connection, next, delay));
        }
    }

    private boolean returned(Connection connection, Lease lease, Duration delay) {
        boolean held = tables().leases().giveBack(connection, lease, lot.now().plus(delay));
        if (held) {
            tables().attempts().forget(connection, lease);
        }
        return held;
    }

    private String eventIdAt(Connection connection, SequenceId id, long index) {
        return tables().letters()
                .eventIdAt(connection, id, index)
                .orElseThrow(() -> new IllegalStateException("Sequence '" + id.value() + "' has no letter " + index
                        + ", though its row says so: the tables were changed by hand. Restore the letter or evict the"
                        + " sequence."));
    }
}
