package io.myelin.retry.parking;

import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import io.myelin.retry.internal.Causes;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;

/** {@code retry_attempt}: what became of each attempt of a letter. A letter's history leaves with it. */
record AttemptTable(String group, String node) {

    private static final String OF_ATTEMPT =
            " where processing_group = ? and event_id = ? and redrive = ? and attempt = ?";

    private static final String OF_EVENT = " where processing_group = ? and event_id = ?";

    /** Besides the running one: an event that is redriven for ever must not fill the table. */
    static final int REDRIVES_KEPT = 1;

    static final int CLASS_CHARS_MAX = 255;

    static final int SQL_STATE_CHARS_MAX = 5;

    static final int MESSAGE_CHARS_MAX = 2_000;

    void start(Connection connection, Lease lease, Instant now) {
        if (lease.redrives() > REDRIVES_KEPT) {
            forgetEarlierRedrives(connection, lease);
        }
        Sql.update(
                connection,
                "insert into retry_attempt (processing_group, event_id, redrive, attempt, started_at, node, outcome)"
                        + " values (?, ?, ?, ?, ?, ?, 'STARTED')",
                group,
                lease.eventId(),
                lease.redrives(),
                lease.attempt(),
                now,
                node);
    }

    /** Notes the attempt that led to the sequence being parked: the first of its first letter. */
    void first(Connection connection, String eventId, FailedAttempt failed, Instant now) {
        Lease first = new Lease(new SequenceId("", null), 0, 0, eventId, 1, 0, now);
        start(connection, first, now);
        fail(connection, first, failed, now);
    }

    void fail(Connection connection, Lease lease, FailedAttempt failed, Instant now) {
        Throwable failure = failed.failure();
        Sql.update(
                connection,
                "update retry_attempt set outcome = 'FAILED', ended_at = ?, category = ?, sql_state = ?, fingerprint = ?,"
                        + " exception_class = ?, message = ?, stack_gz = ?" + OF_ATTEMPT,
                now,
                failed.category(),
                sqlStateOf(failure),
                Fingerprint.of(failure).value(),
                Texts.storable(failure.getClass().getName(), CLASS_CHARS_MAX),
                Texts.storable(String.valueOf(failure.getMessage()), MESSAGE_CHARS_MAX),
                Texts.gzippedStack(failure),
                group,
                lease.eventId(),
                lease.redrives(),
                lease.attempt());
    }

    /** The latest failure of an event. */
    record LatestFailure(Cause cause, Instant at) {}

    Optional<LatestFailure> latestFailure(Connection connection, String eventId) {
        return Sql.first(
                connection,
                "select exception_class, message, ended_at from retry_attempt" + OF_EVENT + " and outcome = 'FAILED'"
                        + " order by redrive desc, attempt desc fetch first 1 rows only",
                row -> new LatestFailure(
                        new ThrowableCause(row.getString("exception_class"), row.getString("message")),
                        Sql.instant(row, "ended_at")),
                group,
                eventId);
    }

    /** Notes a failure that was met outside of this module, as one more attempt. */
    void note(Connection connection, String eventId, LatestFailure failure) {
        int redrive = max(connection, "redrive", eventId, 0);
        Lease attempt = new Lease(
                new SequenceId("", null),
                0,
                0,
                eventId,
                max(connection, "attempt", eventId, 0) + 1,
                redrive,
                failure.at());
        start(connection, attempt, failure.at());
        note(connection, attempt, failure);
    }

    void note(Connection connection, Lease attempt, LatestFailure failure) {
        String type = failure.cause().type();
        Sql.update(
                connection,
                "update retry_attempt set outcome = 'FAILED', ended_at = ?, category = ?, fingerprint = ?,"
                        + " exception_class = ?, message = ?, stack_gz = ?" + OF_ATTEMPT,
                failure.at(),
                FailureCategory.UNKNOWN,
                Fingerprint.of(new ThrowableCause(type, "")).value(),
                Texts.storable(type, CLASS_CHARS_MAX),
                Texts.storable(String.valueOf(failure.cause().message()), MESSAGE_CHARS_MAX),
                Texts.gzippedStack(new ThrowableCause(type, failure.cause().message())),
                group,
                attempt.eventId(),
                attempt.redrives(),
                attempt.attempt());
    }

    private int max(Connection connection, String column, String eventId, int otherwise) {
        return Sql.first(
                        connection,
                        "select coalesce(max(" + column + "), ?) from retry_attempt" + OF_EVENT,
                        row -> row.getInt(1),
                        otherwise,
                        group,
                        eventId)
                .orElse(otherwise);
    }

    private void forgetEarlierRedrives(Connection connection, Lease lease) {
        Sql.update(
                connection,
                "delete from retry_attempt" + OF_EVENT + " and redrive < ?",
                group,
                lease.eventId(),
                lease.redrives() - REDRIVES_KEPT);
    }

    void crash(Connection connection, String eventId, int redrive, int attempt, Instant now) {
        Sql.update(
                connection,
                "update retry_attempt set outcome = 'CRASHED', ended_at = ?" + OF_ATTEMPT + " and outcome = 'STARTED'",
                now,
                group,
                eventId,
                redrive,
                attempt);
    }

    /** Forgets an attempt that doesn't count. */
    void forget(Connection connection, Lease lease) {
        Sql.update(
                connection,
                "delete from retry_attempt" + OF_ATTEMPT,
                group,
                lease.eventId(),
                lease.redrives(),
                lease.attempt());
    }

    void deleteOf(Connection connection, String eventId) {
        Sql.update(connection, "delete from retry_attempt" + OF_EVENT, group, eventId);
    }

    /** Deletes the history of all letters of a sequence; before the letters, by which it is found. */
    void deleteOf(Connection connection, SequenceId id) {
        Sql.update(
                connection,
                "delete from retry_attempt where processing_group = ? and event_id in (select event_id from retry_letter"
                        + " where processing_group = ? and sequence_id = ?)",
                group,
                group,
                id.value());
    }

    int clear(Connection connection) {
        return Sql.update(connection, "delete from retry_attempt where processing_group = ?", group);
    }

    private static @Nullable String sqlStateOf(Throwable failure) {
        return Causes.sqlStates(failure)
                .map(state -> Texts.storable(state, SQL_STATE_CHARS_MAX))
                .findFirst()
                .orElse(null);
    }
}
