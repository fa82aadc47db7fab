package io.myelin.retry.parking;

import io.myelin.retry.parking.ParkedSequence.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long a parked sequence has waited.
 *
 * @param sequence the identifier that its name in the tables was made from, at most its first 1,024 characters
 * @param letters events that wait, at least 1
 * @param eventId the first of them
 * @param eventTime when that one happened
 * @param dueAt when it is tried next, if the sequence is not dead
 * @param leasedUntil until when a worker may be at it; empty if none is
 */
public record Waiting(
        String sequence,
        State state,
        long letters,
        String eventId,
        Instant eventTime,
        Instant dueAt,
        Optional<Instant> leasedUntil) {

    static Waiting of(ResultSet row) throws SQLException {
        return new Waiting(
                Optional.ofNullable(row.getString("sequence_label")).orElse(row.getString("sequence_id")),
                State.valueOf(row.getString("state")),
                row.getLong("letters"),
                row.getString("event_id"),
                Sql.instant(row, "event_time"),
                Sql.instant(row, "due_at"),
                Optional.ofNullable(Sql.instantOrNull(row, "lease_until")));
    }
}
