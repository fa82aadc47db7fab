package io.myelin.retry.parking;

import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on the retry tables, whose failures are ours. Times are stored in UTC, to the microsecond, as the databases do. */
final class Sql {

    private Sql() {}

    static int update(Connection connection, String sql, @Nullable Object... parameters) {
        try {
            return Statements.update(connection, sql, parameters);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static <R> List<R> query(Connection connection, String sql, Statements.Row<R> row, @Nullable Object... parameters) {
        try {
            return Statements.query(connection, sql, row, parameters);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static <R> Optional<R> first(
            Connection connection, String sql, Statements.Row<R> row, @Nullable Object... parameters) {
        return query(connection, sql, row, parameters).stream().findFirst();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static RetryStoreException failed(String sql, SQLException e) {
        return new RetryStoreException(
                "The database refused a statement of the retry tables, so that its transaction is rolled back: "
                        + e.getMessage() + " (" + sql + ")",
                e);
    }
}
