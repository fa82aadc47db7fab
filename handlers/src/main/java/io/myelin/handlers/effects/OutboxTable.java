package io.myelin.handlers.effects;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One channel's messages in the database. All but {@link #inTransaction} need its transaction. */
record OutboxTable(String channel, JdbcTransactions transactions) {

    private static final int FAILURE_LENGTH_MAX = 1_000;

    /** A message and its row. */
    record Row(long id, OutboxMessage message) {}

    /** What waits: how many messages, and since when the oldest. */
    record Waiting(long messages, @Nullable Instant since) {
        Duration age(Instant now) {
            return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
        }
    }

    /** Work on the database. */
    interface Work<R> {
        R on(Connection connection) throws SQLException;
    }

    <R> R inTransaction(Work<R> work) {
        return transactions.fetchInTransaction(() -> {
            try {
                return work.on(transactions.connection());
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "The database refused a statement of the outbox '" + channel + "', which is rolled back: "
                                + e.getMessage(),
                        e);
            }
        });
    }

    /** Creates the channel's row; nodes that start together may do so at the same time. */
    void create(Connection connection) throws SQLException {
        Statements.update(
                connection,
                "insert into outbox_channel (channel) select ? where not exists"
                        + " (select 1 from outbox_channel where channel = ?)",
                channel,
                channel);
    }

    boolean exists(Connection connection) throws SQLException {
        return !Statements.query(connection, "select 1 from outbox_channel where channel = ?", row -> true, channel)
                .isEmpty();
    }

    /** Answers whether this transaction is the one that may send until it ends. */
    boolean lock(Connection connection) throws SQLException {
        String sql = "select channel from outbox_channel where channel = ? for update skip locked";
        return !Statements.query(connection, sql, row -> true, channel).isEmpty();
    }

    /** Only the first message of a key can have failed, and all of the key wait for it. */
    List<Row> due(Connection connection, Instant now, int max) throws SQLException {
        return Statements.query(
                connection,
                """
                select m.id, m.message_id, m.message_key, m.payload, m.attempts from outbox_message m
                where m.channel = ? and m.sent_at is null and not exists (
                  select 1 from outbox_message b where b.channel = m.channel and b.message_key = m.message_key
                  and b.sent_at is null and b.due_at > ?)
                order by m.id limit ?""",
                row -> new Row(
                        row.getLong(1),
                        new OutboxMessage(
                                row.getString(2), channel, row.getString(3), row.getBytes(4), row.getInt(5) + 1)),
                channel,
                now,
                max);
    }

    void sent(Connection connection, Row row, Instant now) throws SQLException {
        Statements.update(
                connection,
                "update outbox_message set sent_at = ?, attempts = ? where id = ?",
                now,
                row.message().attempt(),
                row.id());
    }

    void failed(Connection connection, Row row, Instant due, Throwable failure) throws SQLException {
        String text = failure.toString().replace("\0", "");
        Statements.update(
                connection,
                "update outbox_message set attempts = ?, due_at = ?, last_failure = ? where id = ?",
                row.message().attempt(),
                due,
                text.substring(0, Math.min(FAILURE_LENGTH_MAX, text.length())),
                row.id());
    }

    boolean delete(Connection connection, String messageId) throws SQLException {
        return Statements.update(
                        connection,
                        "delete from outbox_message where channel = ? and message_id = ? and sent_at is null",
                        channel,
                        messageId)
                == 1;
    }

    void deleteSentBefore(Connection connection, Instant time) throws SQLException {
        Statements.update(connection, "delete from outbox_message where channel = ? and sent_at <= ?", channel, time);
    }

    Waiting waiting(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "select count(*), min(created_at) from outbox_message where channel = ? and sent_at is null",
                        row -> new Waiting(
                                row.getLong(1),
                                Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)
                                        .orElse(null)),
                        channel)
                .get(0);
    }
}
