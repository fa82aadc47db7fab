package io.myelin.retry.parking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters in one line. Times are stored in UTC, to the microsecond, as the databases do. */
final class Sql {

    private Sql() {}

    /** Reads one row. */
    @FunctionalInterface
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static <R> List<R> query(Connection connection, String sql, Row<R> row, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<R> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    static <R> Optional<R> first(Connection connection, String sql, Row<R> row, @Nullable Object... parameters) {
        return query(connection, sql, row, parameters).stream().findFirst();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int n = 0; n < parameters.length; n++) {
            Object value = parameters[n];
            if (value == null) {
                statement.setNull(n + 1, Types.NULL);
            } else if (value instanceof Instant time) {
                statement.setObject(n + 1, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
            } else if (value instanceof Enum<?> constant) {
                statement.setString(n + 1, constant.name());
            } else {
                statement.setObject(n + 1, value);
            }
        }
    }

    private static RetryStoreException failed(String sql, SQLException e) {
        return new RetryStoreException(
                "The database refused a statement of the retry tables, so that its transaction is rolled back: "
                        + e.getMessage() + " (" + sql + ")",
                e);
    }
}
