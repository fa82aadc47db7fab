package io.myelin.core.jdbc;

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

/**
 * Statements with their parameters in one line, for tables that modules keep beside those of the application.
 *
 * <p>Parameters go in as the driver takes them, an {@link Instant} as a time with the offset of UTC, an enum constant by its name.
 * Every method closes its statement, and throws what the database answers as it is.
 */
public final class Statements {

    private Statements() {}

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<R> {

        /** Returns what the row that {@code row} stands at holds. */
        R read(ResultSet row) throws SQLException;
    }

    /** Returns how many rows a change has changed. */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Returns all rows of a query, in their order; it must have few enough for memory. */
    public static <R> List<R> query(Connection connection, String sql, Row<R> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<R> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        }
    }

    /** Returns the first row of a query; empty if it has none. */
    public static <R> Optional<R> first(Connection connection, String sql, Row<R> row, @Nullable Object... parameters)
            throws SQLException {
        return query(connection, sql, row, parameters).stream().findFirst();
    }

    /** Sets a statement's parameters, from the first on. */
    public static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
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
}
