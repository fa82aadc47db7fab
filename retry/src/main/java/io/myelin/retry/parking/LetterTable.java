package io.myelin.retry.parking;

import io.myelin.retry.parking.Letter.Origin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;

/** {@code retry_letter}: the events of one group's parked sequences, each sequence's without a gap from head to tail. */
record LetterTable(String group) {

    private static final String OF_SEQUENCE = " where processing_group = ? and sequence_id = ?";

    private static final String COLUMNS =
            "select letter_index, event_id, event_type, revision, aggregate_type, aggregate_id,"
                    + " aggregate_seq, token_type, token, event_time, parked_at, payload, metadata, diagnostics from retry_letter";

    void insert(Connection connection, SequenceId id, long index, Letter letter, Instant now) {
        Origin origin = letter.origin();
        SerializedObject<byte[]> token = letter.token();
        Sql.update(
                connection,
                "insert into retry_letter (processing_group, sequence_id, letter_index, event_id, event_type, revision,"
                        + " aggregate_type, aggregate_id, aggregate_seq, token_type, token, event_time, parked_at, payload,"
                        + " metadata) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                group,
                id.value(),
                index,
                letter.eventId(),
                letter.payload().getType().getName(),
                letter.payload().getType().getRevision(),
                origin == null ? null : origin.aggregateType(),
                origin == null ? null : origin.aggregateId(),
                origin == null ? null : origin.sequenceNumber(),
                token == null ? null : token.getType().getName(),
                token == null ? null : token.getData(),
                letter.eventTime(),
                now,
                letter.payload().getData(),
                letter.metaData().getData());
    }

    Optional<Letter> read(Connection connection, SequenceId id, long index) {
        return Sql.first(
                connection,
                COLUMNS + OF_SEQUENCE + " and letter_index = ?",
                LetterTable::letter,
                group,
                id.value(),
                index);
    }

    Optional<String> eventIdAt(Connection connection, SequenceId id, long index) {
        return Sql.first(
                connection,
                "select event_id from retry_letter" + OF_SEQUENCE + " and letter_index = ?",
                row -> row.getString(1),
                group,
                id.value(),
                index);
    }

    /** Returns up to {@code limit} letters from {@code fromIndex} on, in order. */
    List<Numbered> list(Connection connection, SequenceId id, long fromIndex, int limit) {
        return Sql.query(
                connection,
                COLUMNS + OF_SEQUENCE + " and letter_index >= ? order by letter_index fetch first " + limit
                        + " rows only",
                LetterTable::numbered,
                group,
                id.value(),
                fromIndex);
    }

    /** A letter with its place in its sequence, since when it's there, and what was noted about it. */
    record Numbered(long index, Instant parkedAt, Letter letter, Optional<SerializedObject<byte[]>> diagnostics) {}

    /** Moves the letters before {@code index} up by one, into its place; the last of them first. */
    void closeGap(Connection connection, SequenceId id, long head, long index) {
        for (long moving = index - 1; moving >= head; moving--) {
            Sql.update(
                    connection,
                    "update retry_letter set letter_index = letter_index + 1" + OF_SEQUENCE + " and letter_index = ?",
                    group,
                    id.value(),
                    moving);
        }
    }

    /** Returns the place of an event in its sequence; letters move up when one behind them is taken out. */
    Optional<Long> indexOf(Connection connection, SequenceId id, String eventId) {
        return Sql.first(
                connection,
                "select letter_index from retry_letter" + OF_SEQUENCE + " and event_id = ?",
                row -> row.getLong(1),
                group,
                id.value(),
                eventId);
    }

    void diagnose(Connection connection, String eventId, byte[] diagnostics) {
        Sql.update(
                connection,
                "update retry_letter set diagnostics = ? where processing_group = ? and event_id = ?",
                diagnostics,
                group,
                eventId);
    }

    int delete(Connection connection, SequenceId id, long index) {
        return Sql.update(
                connection,
                "delete from retry_letter" + OF_SEQUENCE + " and letter_index = ?",
                group,
                id.value(),
                index);
    }

    int deleteAll(Connection connection, SequenceId id) {
        return Sql.update(connection, "delete from retry_letter" + OF_SEQUENCE, group, id.value());
    }

    int clear(Connection connection) {
        return Sql.update(connection, "delete from retry_letter where processing_group = ?", group);
    }

    private static Numbered numbered(ResultSet row) throws SQLException {
        Optional<SerializedObject<byte[]>> diagnostics = Optional.ofNullable(row.getBytes("diagnostics"))
                .map(bytes -> new SerializedMetaData<>(bytes, byte[].class));
        return new Numbered(row.getLong("letter_index"), Sql.instant(row, "parked_at"), letter(row), diagnostics);
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getString("event_id"),
                Sql.instant(row, "event_time"),
                origin(row),
                Letter.bytes(row.getBytes("payload"), row.getString("event_type"), row.getString("revision")),
                new SerializedMetaData<>(row.getBytes("metadata"), byte[].class),
                token(row));
    }

    private static @Nullable Origin origin(ResultSet row) throws SQLException {
        String aggregateId = row.getString("aggregate_id");
        return aggregateId == null
                ? null
                : new Origin(row.getString("aggregate_type"), aggregateId, row.getLong("aggregate_seq"));
    }

    private static @Nullable SerializedObject<byte[]> token(ResultSet row) throws SQLException {
        String type = row.getString("token_type");
        return type == null ? null : Letter.bytes(row.getBytes("token"), type, null);
    }
}
