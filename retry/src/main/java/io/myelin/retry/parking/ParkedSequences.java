package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.LetterTable.Numbered;
import io.myelin.retry.parking.ParkedSequence.LastFailure;
import io.myelin.retry.parking.ParkedSequence.Progress;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.ParkingLot.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows one group's parked sequences, their events, and what has become of each attempt. */
public final class ParkedSequences {

    /** Rows of one page; more are not read by people, and programs can ask again. */
    public static final int PAGE_MAX = 1_000;

    /** As many sequences as are parked at most by default. */
    public static final int WAITING_MAX = 10_000;

    private static final String SEQUENCES =
            "select sequence_id, sequence_label, state, dead_reason, tail_index - head_index + 1 as letters, attempts,"
                    + " redrives, due_at, parked_at, last_failed_at, last_category, last_fingerprint from retry_sequence"
                    + " where processing_group = ? and state = ?";

    private static final String IN_ORDER = " order by parked_at, sequence_id fetch first ";

    private final Database database;
    private final Tables tables;

    ParkedSequences(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Returns a page of the sequences in one state, those parked first first.
     *
     * @param after the last one of the page before; null for the first page. It may have left meanwhile.
     * @param limit rows of a page, 1 to {@value #PAGE_MAX}
     */
    public List<ParkedSequence> list(State state, @Nullable ParkedSequence after, int limit) {
        checkLimit(limit);
        String page = IN_ORDER + limit + " rows only";
        return database.fetch(connection -> after == null
                ? Sql.query(connection, SEQUENCES + page, ParkedSequences::sequence, group(), state)
                : Sql.query(
                        connection,
                        SEQUENCES + " and (parked_at > ? or parked_at = ? and sequence_id > ?)" + page,
                        ParkedSequences::sequence,
                        group(),
                        state,
                        after.parkedAt(),
                        after.parkedAt(),
                        after.id()));
    }

    /**
     * Returns events of a parked sequence in their order.
     *
     * @param fromIndex the first index to return; 0 begins at the head
     * @param limit events to return, 1 to {@value #PAGE_MAX}
     */
    public List<Event> events(Object sequenceIdentifier, long fromIndex, int limit) {
        checkLimit(limit);
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return database.fetch(connection -> tables.letters().list(connection, id, fromIndex, limit)).stream()
                .map(ParkedSequences::event)
                .toList();
    }

    /** Returns what became of each attempt of a parked event, the latest first; of the last two redrives at most. */
    public List<PastAttempt> attempts(String eventId) {
        return database.fetch(connection -> Sql.query(
                connection,
                "select redrive, attempt, started_at, node, outcome, category, sql_state, fingerprint, exception_class,"
                        + " message, stack_gz from retry_attempt where processing_group = ? and event_id = ?"
                        + " order by redrive desc, attempt desc",
                ParkedSequences::attempt,
                group(),
                eventId));
    }

    /** Returns which of these events are parked, as identifiers; of some thousands at most. */
    public List<String> parked(List<String> eventIds) {
        if (eventIds.isEmpty()) {
            return List.of();
        }
        String marks = String.join(", ", Collections.nCopies(eventIds.size(), "?"));
        Object[] parameters =
                Stream.concat(Stream.of(group()), eventIds.stream()).toArray();
        return database.fetch(connection -> Sql.query(
                connection,
                "select event_id from retry_letter where processing_group = ? and event_id in (" + marks + ")",
                row -> row.getString(1),
                parameters));
    }

    /**
     * Returns what waits, the sequence with the oldest event first.
     *
     * @param limit sequences to return, 1 to {@value #WAITING_MAX}
     */
    public List<Waiting> waiting(int limit) {
        if (limit < 1 || limit > WAITING_MAX) {
            throw new IllegalArgumentException("Between 1 and " + WAITING_MAX + " sequences, was " + limit + ".");
        }
        return database.fetch(connection -> Sql.query(
                connection,
                "select s.sequence_id, s.sequence_label, s.state, s.tail_index - s.head_index + 1 as letters, s.due_at,"
                        + " s.lease_until, l.event_id, l.event_time from retry_sequence s join retry_letter l"
                        + " on l.processing_group = s.processing_group and l.sequence_id = s.sequence_id"
                        + " and l.letter_index = s.head_index where s.processing_group = ?"
                        + " order by l.event_time, s.sequence_id fetch first " + limit + " rows only",
                Waiting::of,
                group()));
    }

    private String group() {
        return tables.sequences().group();
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("A page has 1 to " + PAGE_MAX + " rows, was " + limit + ".");
        }
    }

    private static ParkedSequence sequence(ResultSet row) throws SQLException {
        String id = row.getString("sequence_id");
        return new ParkedSequence(
                id,
                Optional.ofNullable(row.getString("sequence_label")).orElse(id),
                State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("dead_reason")).map(DeadReason::valueOf),
                row.getLong("letters"),
                new Progress(row.getInt("attempts"), row.getInt("redrives"), Sql.instant(row, "due_at")),
                Sql.instant(row, "parked_at"),
                lastFailure(row));
    }

    private static Optional<LastFailure> lastFailure(ResultSet row) throws SQLException {
        String category = row.getString("last_category");
        Instant at = Sql.instantOrNull(row, "last_failed_at");
        return category == null || at == null
                ? Optional.empty()
                : Optional.of(new LastFailure(
                        FailureCategory.valueOf(category), new Fingerprint(row.getString("last_fingerprint")), at));
    }

    private static Event event(Numbered numbered) {
        Letter letter = numbered.letter();
        return new Event(
                numbered.index(),
                letter.eventId(),
                letter.payload().getType().getName(),
                Optional.ofNullable(letter.payload().getType().getRevision()),
                Optional.ofNullable(letter.origin()).map(Letter.Origin::aggregateId),
                letter.eventTime(),
                numbered.parkedAt());
    }

    private static PastAttempt attempt(ResultSet row) throws SQLException {
        PastAttempt.Outcome outcome = PastAttempt.Outcome.valueOf(row.getString("outcome"));
        return new PastAttempt(
                row.getInt("redrive"),
                row.getInt("attempt"),
                Sql.instant(row, "started_at"),
                row.getString("node"),
                outcome,
                outcome == PastAttempt.Outcome.FAILED ? Optional.of(failure(row)) : Optional.empty());
    }

    private static PastAttempt.Failure failure(ResultSet row) throws SQLException {
        return new PastAttempt.Failure(
                FailureCategory.valueOf(row.getString("category")),
                new Fingerprint(row.getString("fingerprint")),
                Optional.ofNullable(row.getString("sql_state")),
                row.getString("exception_class"),
                row.getString("message"),
                Texts.gunzipped(row.getBytes("stack_gz")));
    }

    /**
     * One event of a parked sequence.
     *
     * @param index its place in the sequence; the smallest is delivered next
     * @param name the event's stored name, with its revision if it has one
     * @param aggregateId the aggregate that it is of, if any
     */
    public record Event(
            long index,
            String eventId,
            String name,
            Optional<String> revision,
            Optional<String> aggregateId,
            Instant eventTime,
            Instant parkedAt) {}

    /**
     * One attempt of a parked event.
     *
     * @param redrive the redrive that it belongs to; 0 before the first
     * @param number the attempt's number within it, from 1
     * @param node the process that made it
     * @param outcome how it ended, if it has
     * @param failure why it failed, if it did
     */
    public record PastAttempt(
            int redrive, int number, Instant startedAt, String node, Outcome outcome, Optional<Failure> failure) {

        /** How an attempt ended. A successful one leaves no trace, as its event is parked no more. */
        public enum Outcome {
            /** It hasn't ended, or nobody has noticed yet. */
            STARTED,
            /** It failed. */
            FAILED,
            /** Its process was gone before it ended, or its handlers took longer than their lease. */
            CRASHED
        }

        /**
         * Why an attempt failed.
         *
         * @param sqlState the first SQLState of the chain of causes, if it has one
         * @param stackTrace with all causes, at most 32,768 characters
         */
        public record Failure(
                FailureCategory category,
                Fingerprint fingerprint,
                Optional<String> sqlState,
                String exceptionClass,
                String message,
                String stackTrace) {}
    }
}
