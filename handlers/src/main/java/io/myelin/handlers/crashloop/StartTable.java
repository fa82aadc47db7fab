package io.myelin.handlers.crashloop;

import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
        return Statements.first(
                        connection,
                        "select process, position, starts, event_id from processor_start" + OF_SEGMENT,
                        row -> new Start(row.getString(1), row.getLong(2), row.getInt(3), row.getString(4)),
                        projection,
                        segment)
                .orElse(null);
    }

    void write(Connection connection, int segment, Start start, Instant now) throws SQLException {
        delete(connection, segment);
        Statements.update(
                connection,
                "insert into processor_start (processor_name, segment, process, position, starts, event_id, started_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                projection,
                segment,
                start.process(),
                start.position(),
                start.starts(),
                start.eventId(),
                now);
    }

    void note(Connection connection, int segment, @Nullable String eventId) throws SQLException {
        Statements.update(
                connection, "update processor_start set event_id = ?" + OF_SEGMENT, eventId, projection, segment);
    }

    void delete(Connection connection, int segment) throws SQLException {
        Statements.update(connection, "delete from processor_start" + OF_SEGMENT, projection, segment);
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
}
