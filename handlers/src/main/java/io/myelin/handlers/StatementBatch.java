package io.myelin.handlers;

import static java.util.Objects.requireNonNull;

import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that a handler leaves to be executed together, at the latest when its transaction ends.
 *
 * <p>A handler takes it as a parameter. Statements take effect in the order in which they were added, over all events of the
 * transaction; those that follow each other with the same SQL travel as one JDBC batch. So one statement per kind of event is
 * fast, and statements that alternate are as fast as without. If one fails, the transaction is rolled back and its events
 * are handled again with each one's statements executed at once, so that the failure counts for the event it belongs to.
 *
 * <p>What was added is not seen by queries before {@link #execute}. For the handler's thread only, while it handles.
 */
public final class StatementBatch {

    /** A few hundred kilobytes of parameters; PostgreSQL's driver gains nothing by more. */
    static final int ROWS_MAX = 1_000;

    private final Connection connection;
    private final boolean atOnce;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private @Nullable String sql;

    /** @param atOnce whether the statements of different events are kept apart by {@link #endEvent} */
    StatementBatch(Connection connection, boolean atOnce) {
        this.connection = connection;
        this.atOnce = atOnce;
    }

    /**
     * Adds a statement; executes those before it if they are of other SQL.
     *
     * @param statement an insert, update or delete, with {@code ?} for parameters
     * @param parameters what JDBC's {@code setObject} takes, an {@link Instant}, an enum constant (by its name), or null
     * @throws SQLException if the database refused an earlier one; let it through
     */
    public void add(String statement, @Nullable Object... parameters) throws SQLException {
        requireNonNull(statement, "statement");
        if (!statement.equals(sql) || rows.size() == ROWS_MAX) {
            execute();
            sql = statement;
        }
        rows.add(parameters.clone());
    }

    /**
     * Executes what was added, so that queries see it.
     *
     * @throws SQLException if the database refused a statement; let it through
     */
    public void execute() throws SQLException {
        String executing = sql;
        if (executing == null || rows.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> executed = List.copyOf(rows);
        rows.clear();
        try (PreparedStatement statement = connection.prepareStatement(executing)) {
            for (@Nullable Object[] parameters : executed) {
                Statements.bind(statement, parameters);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw atOnce ? e : new DeferredFailure(e);
        }
    }

    /** Called behind each event's handlers. */
    void endEvent() throws SQLException {
        if (atOnce) {
            execute();
        }
    }

    /** Answers whether a statement failed that may have been another event's than the one at which it came out. */
    static boolean isToBlameFor(Throwable failure) {
        // Bounded: a cause's cause may be itself only by malice.
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause(), depth++) {
            if (each instanceof DeferredFailure) {
                return true;
            }
        }
        return false;
    }

    /** The database refused one of several events' statements. */
    private static final class DeferredFailure extends SQLException {
        private static final long serialVersionUID = 1L;

        DeferredFailure(SQLException cause) {
            super(
                    "The database refused a statement that was executed together with others: " + cause.getMessage(),
                    cause.getSQLState(),
                    cause.getErrorCode(),
                    cause);
        }
    }
}
