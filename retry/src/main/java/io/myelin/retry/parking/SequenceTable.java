package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code retry_sequence}: one group's parked sequences. Whoever changes a row has it locked until the commit. */
record SequenceTable(String group) {

    private static final String OF_SEQUENCE = " where processing_group = ? and sequence_id = ?";

    /** The first and last letter of a sequence. */
    record Range(long head, long tail) {
        long letters() {
            return tail - head + 1;
        }
    }

    /** A sequence that may be leased, as it was seen. */
    record Candidate(
            SequenceId id,
            long fence,
            Range range,
            int attempts,
            int redrives,
            Instant dueAt,
            Instant firstFailedAt,
            boolean crashed) {}

    Set<SequenceId> ids(Connection connection) {
        return new HashSet<>(Sql.query(
                connection,
                "select sequence_id from retry_sequence where processing_group = ?",
                SequenceTable::id,
                group));
    }

    long count(Connection connection) {
        return Sql.first(
                        connection,
                        "select count(*) from retry_sequence where processing_group = ?",
                        row -> row.getLong(1),
                        group)
                .orElse(0L);
    }

    /** Returns whether the sequence is parked; doesn't wait for whoever is about to change that. */
    boolean exists(Connection connection, SequenceId id) {
        return Sql.first(
                        connection,
                        "select sequence_id from retry_sequence" + OF_SEQUENCE,
                        SequenceTable::id,
                        group,
                        id.value())
                .isPresent();
    }

    /** Makes room for more letters at the end; empty, once the worker that emptied the sequence has committed that. */
    Optional<Range> extend(Connection connection, SequenceId id, int letters) {
        int rows = Sql.update(
                connection,
                "update retry_sequence set tail_index = tail_index + ?" + OF_SEQUENCE,
                letters,
                group,
                id.value());
        return rows == 0 ? Optional.empty() : range(connection, id);
    }

    Optional<Range> range(Connection connection, SequenceId id) {
        return Sql.first(
                connection,
                "select head_index, tail_index from retry_sequence" + OF_SEQUENCE,
                SequenceTable::range,
                group,
                id.value());
    }

    void insert(Connection connection, SequenceId id, Parked parked, Instant now) {
        FailedAttempt failed = parked.failed();
        Sql.update(
                connection,
                "insert into retry_sequence (processing_group, sequence_id, sequence_label, state, dead_reason, head_index,"
                        + " tail_index, attempts, due_at, parked_at, first_failed_at, last_failed_at, last_category,"
                        + " last_fingerprint, fence) values (?, ?, ?, ?, ?, 0, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
                group,
                id.value(),
                id.label(),
                failed.state(),
                failed.deadReason(),
                parked.letters() - 1L,
                now.plus(failed.delay()),
                now,
                now,
                now,
                failed.category(),
                failed.fingerprint().value(),
                parked.fence());
    }

    /** What a new row begins with, besides its name. */
    record Parked(FailedAttempt failed, int letters, long fence) {}

    /** Returns sequences that are due until {@code until} and held by nobody at {@code now}, the longest due first. */
    List<Candidate> candidates(Connection connection, Instant now, Instant until, int limit) {
        return Sql.query(
                connection,
                "select sequence_id, fence, head_index, tail_index, attempts, redrives, due_at, first_failed_at, lease_until"
                        + " from retry_sequence where processing_group = ? and state = 'RETRYING' and due_at <= ?"
                        + " and (lease_until is null or lease_until <= ?) order by due_at, sequence_id fetch first "
                        + limit
                        + " rows only",
                SequenceTable::candidate,
                group,
                until,
                now);
    }

    /** Takes the sequence and charges an attempt, unless somebody was quicker. */
    boolean lease(Connection connection, Candidate candidate, String owner, Instant until) {
        return 1
                == Sql.update(
                        connection,
                        "update retry_sequence set attempts = attempts + 1, lease_owner = ?, lease_until = ?,"
                                + " fence = fence + 1" + OF_SEQUENCE + " and fence = ? and state = 'RETRYING'",
                        owner,
                        until,
                        group,
                        candidate.id().value(),
                        candidate.fence());
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

    Optional<Range> lock(Connection connection, SequenceId id) {
        return Sql.first(
                connection,
                "select head_index, tail_index from retry_sequence" + OF_SEQUENCE + " for update",
                SequenceTable::range,
                group,
                id.value());
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

    /** Puts dead sequences to work again from {@code headIndex}; {@code now} is when they are due. */
    int revive(Connection connection, SequenceId id, long headIndex, Instant now) {
        return Sql.update(
                connection,
                "update retry_sequence set head_index = ?, " + REVIVED + OF_SEQUENCE + " and state = 'DEAD'",
                headIndex,
                now,
                now,
                group,
                id.value());
    }

    int reviveAll(Connection connection, @Nullable String fingerprint, Instant now) {
        String sql = "update retry_sequence set " + REVIVED + " where processing_group = ? and state = 'DEAD'";
        return fingerprint == null
                ? Sql.update(connection, sql, now, now, group)
                : Sql.update(connection, sql + " and last_fingerprint = ?", now, now, group, fingerprint);
    }

    private static final String REVIVED =
            "state = 'RETRYING', dead_reason = null, attempts = 0, redrives = redrives + 1,"
                    + " due_at = ?, first_failed_at = ?, lease_owner = null, lease_until = null, fence = fence + 1";

    int delete(Connection connection, SequenceId id) {
        return Sql.update(connection, "delete from retry_sequence" + OF_SEQUENCE, group, id.value());
    }

    int clear(Connection connection) {
        return Sql.update(connection, "delete from retry_sequence where processing_group = ?", group);
    }

    private static SequenceId id(ResultSet row) throws SQLException {
        return new SequenceId(row.getString("sequence_id"), null);
    }

    private static Range range(ResultSet row) throws SQLException {
        return new Range(row.getLong("head_index"), row.getLong("tail_index"));
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                id(row),
                row.getLong("fence"),
                range(row),
                row.getInt("attempts"),
                row.getInt("redrives"),
                Sql.instant(row, "due_at"),
                Sql.instant(row, "first_failed_at"),
                Sql.instantOrNull(row, "lease_until") != null);
    }
}
