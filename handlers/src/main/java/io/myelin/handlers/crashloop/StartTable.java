package io.myelin.handlers.crashloop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code processor_start}: one projection's rows. */
record StartTable(String projection) {

    private static final Logger log = LoggerFactory.getLogger(StartTable.class);

    private static final String OF_SEGMENT = " where processor_name = ? and segment = ?";

    @Nullable
    Start find(Connection connection, int segment) throws SQLException {
        try (PreparedStatement query = of(
                        connection,
                        "select process, position, starts, event_id from processor_start" + OF_SEGMENT,
                        segment);
                ResultSet row = query.executeQuery()) {
            return row.next() ? new Start(row.getString(1), row.getLong(2), row.getInt(3), row.getString(4)) : null;
        }
    }

    void write(Connection connection, int segment, Start start, Instant now) throws SQLException {
        delete(connection, segment);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into processor_start (processor_name, segment, process, position, starts, event_id, started_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, projection);
            insert.setInt(2, segment);
            insert.setString(3, start.process());
            insert.setLong(4, start.position());
            insert.setInt(5, start.starts());
            insert.setString(6, start.eventId());
            insert.setTimestamp(7, Timestamp.from(now));
            insert.executeUpdate();
        }
    }

    void note(Connection connection, int segment, @Nullable String eventId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update processor_start set event_id = ?" + OF_SEGMENT)) {
            update.setString(1, eventId);
            update.setString(2, projection);
            update.setInt(3, segment);
            update.executeUpdate();
        }
    }

    void delete(Connection connection, int segment) throws SQLException {
        try (PreparedStatement delete = of(connection, "delete from processor_start" + OF_SEGMENT, segment)) {
            delete.executeUpdate();
        }
    }

    /** Writes to disk what was committed: H2 would do so half a second later, and the process may be gone by then. */
    static void sync(Connection connection) throws SQLException {
        if (!connection.getMetaData().getURL().startsWith("jdbc:h2:")) {
            return;
        }
        try (Statement syncing = connection.createStatement()) {
            syncing.execute("checkpoint sync");
        } catch (SQLException e) {
            log.debug(
                    "H2 was not told to write now, which is an administrator's right; it does so within a second.", e);
        }
    }

    private PreparedStatement of(Connection connection, String sql, int segment) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, projection);
        statement.setInt(2, segment);
        return statement;
    }
}
