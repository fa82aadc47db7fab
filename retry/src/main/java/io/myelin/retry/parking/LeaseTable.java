package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.SequenceTable.Range;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code retry_sequence} as it is leased: every change holds only while the row's fence is the one that was seen. */
record LeaseTable(String group) {

    private static final String OF_SEQUENCE = " where processing_group = ? and sequence_id = ?";

    private static final String CANDIDATES =
            "select sequence_id, fence, head_index, tail_index, attempts, redrives, due_at,"
                    + " first_failed_at, lease_until, state from retry_sequence";

    /** A sequence that may be leased, as it was seen. */
    record Candidate(
            SequenceId id,
            long fence,
            Range range,
            int attempts,
            int redrives,
            Instant dueAt,
            Instant firstFailedAt,
            boolean crashed,
            State state) {}

    /** Returns sequences that are due until {@code until} and held by nobody at {@code now}, the longest due first. */
    List<Candidate> candidates(Connection connection, Instant now, Instant until, int limit) {
        return Sql.query(
                connection,
                CANDIDATES + " where processing_group = ? and state = 'RETRYING' and due_at <= ?"
                        + " and (lease_until is null or lease_until <= ?) order by due_at, sequence_id fetch first "
                        + limit
                        + " rows only",
                LeaseTable::candidate,
                group,
                until,
                now);
    }

    /** Returns all sequences that nobody holds, due or not, dead or not; those that were tried longest ago first. */
    List<Candidate> unleased(Connection connection, Instant now) {
        return Sql.query(
                connection,
                CANDIDATES + " where processing_group = ? and (lease_until is null or lease_until <= ?)"
                        + " order by coalesce(last_failed_at, parked_at), parked_at, sequence_id",
                LeaseTable::candidate,
                group,
                now);
    }

    /** Takes the sequence and charges an attempt, unless somebody was quicker. */
    boolean lease(Connection connection, Candidate candidate, String owner, Instant until) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set attempts = attempts + 1, lease_owner = ?, lease_until = ?,"
                                + " fence = fence + 1" + OF_SEQUENCE + " and fence = ? and state = ?",
                        owner,
                        until,
                        group,
                        candidate.id().value(),
                        candidate.fence(),
                        candidate.state());
    }

    /** Ends the attempts of a sequence that nobody holds, unless somebody was quicker. */
    boolean bury(Connection connection, Candidate candidate, DeadReason reason, Instant now) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set state = 'DEAD', dead_reason = ?, last_failed_at = ?, lease_owner = null,"
                                + " lease_until = null, fence = fence + 1" + OF_SEQUENCE
                                + " and fence = ? and state = 'RETRYING'",
                        reason,
                        now,
                        group,
                        candidate.id().value(),
                        candidate.fence());
    }

    /** Locks the row of a lease that still holds. */
    Optional<Range> lock(Connection connection, Lease lease) {
        return Sql.first(
                connection,
                "select head_index, tail_index from retry_sequence" + OF_SEQUENCE + " and fence = ? for update",
                SequenceTable::range,
                group,
                lease.id().value(),
                lease.fence());
    }

    /** Goes on to the next letter under the same lease, and charges its first attempt. */
    void advance(Connection connection, Lease lease, Instant now, Instant until) {
        Sql.update(
                connection,
                "update retry_sequence set head_index = head_index + 1, attempts = 1, due_at = ?, first_failed_at = ?,"
                        + " last_failed_at = null, last_category = null, last_fingerprint = null, lease_until = ?,"
                        + " fence = fence + 1" + OF_SEQUENCE + " and fence = ?",
                now,
                now,
                until,
                group,
                lease.id().value(),
                lease.fence());
    }

    boolean fail(Connection connection, Lease lease, FailedAttempt failed, Instant now) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set state = ?, dead_reason = ?, due_at = ?, last_failed_at = ?,"
                                + " last_category = ?, last_fingerprint = ?, lease_owner = null, lease_until = null"
                                + OF_SEQUENCE + " and fence = ?",
                        failed.state(),
                        failed.deadReason(),
                        now.plus(failed.delay()),
                        now,
                        failed.category(),
                        failed.fingerprint().value(),
                        group,
                        lease.id().value(),
                        lease.fence());
    }

    /** Ends a lease whose attempt doesn't count. */
    boolean giveBack(Connection connection, Lease lease, Instant dueAt) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set attempts = attempts - 1, due_at = ?, lease_owner = null,"
                                + " lease_until = null" + OF_SEQUENCE + " and fence = ? and head_index = ?",
                        dueAt,
                        group,
                        lease.id().value(),
                        lease.fence(),
                        lease.index());
    }

    /** Ends a lease and leaves the sequence in the state that it was in; {@code now} is when its head failed again. */
    boolean release(Connection connection, Lease lease, Instant now) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set last_failed_at = ?, lease_owner = null, lease_until = null"
                                + OF_SEQUENCE + " and fence = ?",
                        now,
                        group,
                        lease.id().value(),
                        lease.fence());
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                SequenceTable.id(row),
                row.getLong("fence"),
                SequenceTable.range(row),
                row.getInt("attempts"),
                row.getInt("redrives"),
                Sql.instant(row, "due_at"),
                Sql.instant(row, "first_failed_at"),
                Sql.instantOrNull(row, "lease_until") != null,
                State.valueOf(row.getString("state")));
    }
}
