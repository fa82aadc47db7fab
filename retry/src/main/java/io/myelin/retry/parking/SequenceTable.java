package io.myelin.retry.parking;

import io.myelin.retry.parking.ParkedSequence.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

    Optional<Range> lock(Connection connection, SequenceId id) {
        return Sql.first(
                connection,
                "select head_index, tail_index from retry_sequence" + OF_SEQUENCE + " for update",
                SequenceTable::range,
                group,
                id.value());
    }

    /** Takes one letter's place away at the head; whoever holds a lease has lost it. */
    void behead(Connection connection, SequenceId id, boolean newHead, Instant now) {
        Sql.update(
                connection,
                "update retry_sequence set head_index = head_index + 1, attempts = " + (newHead ? "0" : "attempts")
                        + ", first_failed_at = ?, lease_owner = null, lease_until = null, fence = fence + 1"
                        + OF_SEQUENCE,
                now,
                group,
                id.value());
    }

    /** Notes that somebody touched the sequence's head. */
    void touch(Connection connection, SequenceId id, Instant now) {
        Sql.update(
                connection,
                "update retry_sequence set last_failed_at = ?, lease_owner = null, lease_until = null, fence = fence + 1"
                        + OF_SEQUENCE,
                now,
                group,
                id.value());
    }

    /** Returns how many letters all sequences have together. */
    long letters(Connection connection) {
        return Sql.first(
                        connection,
                        "select coalesce(sum(tail_index - head_index + 1), 0) from retry_sequence"
                                + " where processing_group = ?",
                        row -> row.getLong(1),
                        group)
                .orElse(0L);
    }

    /** Returns the names of all sequences, those parked first first. */
    List<SequenceId> inOrder(Connection connection) {
        return Sql.query(
                connection,
                "select sequence_id from retry_sequence where processing_group = ? order by parked_at, sequence_id",
                SequenceTable::id,
                group);
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

    /** Returns the dead sequences, those parked first first. */
    List<CanaryRedrive.Dead> dead(Connection connection, @Nullable String fingerprint) {
        String sql = "select sequence_id, head_index, last_failed_at from retry_sequence where processing_group = ?"
                + " and state = 'DEAD'" + (fingerprint == null ? "" : " and last_fingerprint = ?")
                + " order by parked_at, sequence_id";
        return fingerprint == null
                ? Sql.query(connection, sql, SequenceTable::dead, group)
                : Sql.query(connection, sql, SequenceTable::dead, group, fingerprint);
    }

    private static CanaryRedrive.Dead dead(ResultSet row) throws SQLException {
        return new CanaryRedrive.Dead(id(row), row.getLong("head_index"), lastFailure(row));
    }

    /** How a sequence is, and when it failed last; at the beginning of time, if it has never failed but crashed. */
    record Outcome(State state, Instant lastFailedAt) {}

    private static Instant lastFailure(ResultSet row) throws SQLException {
        Instant found = Sql.instantOrNull(row, "last_failed_at");
        return found == null ? Instant.MIN : found;
    }

    /** Returns how each of these sequences is; nothing of those that are not parked any more. */
    Map<SequenceId, Outcome> outcomes(Connection connection, List<SequenceId> ids) {
        Map<SequenceId, Outcome> outcomes = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IN_LIST_MAX) {
            List<SequenceId> part = ids.subList(from, Math.min(ids.size(), from + IN_LIST_MAX));
            Object[] parameters = Stream.concat(Stream.of(group), part.stream().map(SequenceId::value))
                    .toArray();
            String marks = String.join(", ", Collections.nCopies(part.size(), "?"));
            Sql.query(
                            connection,
                            "select sequence_id, state, last_failed_at from retry_sequence where processing_group = ?"
                                    + " and sequence_id in (" + marks + ")",
                            row -> Map.entry(
                                    id(row), new Outcome(State.valueOf(row.getString("state")), lastFailure(row))),
                            parameters)
                    .forEach(entry -> outcomes.put(entry.getKey(), entry.getValue()));
        }
        return outcomes;
    }

    /** Databases plan longer lists of parameters for longer than it takes to ask again. */
    private static final int IN_LIST_MAX = 1_000;

    private static final String REVIVED =
            "state = 'RETRYING', dead_reason = null, attempts = 0, redrives = redrives + 1,"
                    + " due_at = ?, first_failed_at = ?, lease_owner = null, lease_until = null, fence = fence + 1";

    int delete(Connection connection, SequenceId id) {
        return Sql.update(connection, "delete from retry_sequence" + OF_SEQUENCE, group, id.value());
    }

    int clear(Connection connection) {
        return Sql.update(connection, "delete from retry_sequence where processing_group = ?", group);
    }

    static SequenceId id(ResultSet row) throws SQLException {
        return new SequenceId(row.getString("sequence_id"), null);
    }

    static Range range(ResultSet row) throws SQLException {
        return new Range(row.getLong("head_index"), row.getLong("tail_index"));
    }
}
