package io.myelin.core.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost transaction on a connection: holds it, bound to the thread, from begin to end. */
final class JdbcTransaction implements Transaction {

    private static final Logger log = LoggerFactory.getLogger(JdbcTransaction.class);

    /** The innermost open one; those on other data sources that it interrupts hang on {@link #outer}. */
    private static final ThreadLocal<@Nullable JdbcTransaction> INNERMOST = new ThreadLocal<>();

    private final DataSource dataSource;
    private final Connection connection;
    private final LentConnection lent;
    private final @Nullable JdbcTransaction outer;
    private final boolean autoCommitBefore;
    private final int isolationBefore;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int nestedOpen;
    private volatile boolean ended;
    private volatile @Nullable String restoreSql;

    private JdbcTransaction(DataSource dataSource, Connection connection, Isolation isolation) throws SQLException {
        this.dataSource = dataSource;
        this.connection = connection;
        this.lent = new LentConnection(connection);
        this.outer = innermost();
        this.autoCommitBefore = connection.getAutoCommit();
        this.isolationBefore = isolate(connection, isolation);
        if (autoCommitBefore) {
            connection.setAutoCommit(false);
        }
    }

    /** Returns the level to go back to at the end, or {@code TRANSACTION_NONE} if it did not change. */
    private static int isolate(Connection connection, Isolation isolation) throws SQLException {
        if (isolation == Isolation.AS_CONFIGURED) {
            return Connection.TRANSACTION_NONE;
        }
        int before = connection.getTransactionIsolation();
        if (before == isolation.jdbcLevel()) {
            return Connection.TRANSACTION_NONE;
        }
        connection.setTransactionIsolation(isolation.jdbcLevel());
        return before;
    }

    static JdbcTransaction begin(DataSource dataSource, Isolation isolation) {
        Connection connection = null;
        try {
            connection = dataSource.getConnection();
            JdbcTransaction transaction = new JdbcTransaction(dataSource, connection, isolation);
            INNERMOST.set(transaction);
            return transaction;
        } catch (SQLException | RuntimeException | Error e) {
            if (connection != null) {
                discard(connection);
            }
            throw new JdbcTransactionException(
                    "No transaction could begin on " + dataSource + ", so nothing was written: " + e.getMessage(), e);
        }
    }

    static @Nullable JdbcTransaction innermost() {
        JdbcTransaction found = INNERMOST.get();
        while (found != null && found.ended) {
            found = found.outer;
        }
        return found;
    }

    static @Nullable JdbcTransaction openOn(DataSource dataSource) {
        JdbcTransaction found = innermost();
        while (found != null && (found.ended || found.dataSource != dataSource)) {
            found = found.outer;
        }
        return found;
    }

    /** Returns the connection as handlers may have it. */
    Connection connection() {
        return lent.asConnection();
    }

    LentConnection lent() {
        return lent;
    }

    void restoreBy(String sql) {
        restoreSql = sql;
    }

    Transaction nest() {
        return new Nested();
    }

    @Override
    public void commit() {
        requireOpen();
        if (nestedOpen > 0) {
            rollback();
            throw new IllegalStateException(
                    "A transaction on " + dataSource + " was to be committed with " + nestedOpen
                            + " nested ones still open, whose outcome would be a guess. It was rolled back. End nested ones first.");
        }
        try {
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollback();
            throw new JdbcTransactionException(
                    "The commit on " + dataSource + " was not confirmed, so its writes may or may not be there ("
                            + e.getMessage() + "). Read what is there before repeating them.",
                    e);
        }
        end(true);
    }

    @Override
    public void rollback() {
        if (ended) {
            return;
        }
        boolean undone = false;
        try {
            connection.rollback();
            undone = true;
        } catch (SQLException | RuntimeException | Error e) {
            log.warn(
                    "Rollback failed on {} ({}); its connection is discarded, and the database undoes it with that.",
                    dataSource,
                    e.toString());
            log.debug("The rollback's failure in full:", e);
        } finally {
            end(undone);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("The transaction on " + dataSource + " has ended already.");
        }
    }

    /** Ends it on another thread than its own, which finds out when it goes on. */
    void abort() {
        ended = true;
        lent.takeBack();
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (Connection closing = connection) {
            closing.abort(Runnable::run);
            // Where a connection can't be cut, it goes back to its pool with what was set.
            if (restoreSql != null && !closing.isClosed()) {
                closing.rollback();
                restoreSession(closing);
            }
        } catch (SQLException | RuntimeException e) {
            log.debug("A connection was closed after it could not be cut in order.", e);
        }
    }

    private void end(boolean settled) {
        ended = true;
        lent.takeBack();
        if (INNERMOST.get() == this) {
            restoreBinding(innermost());
        }
        if (!closed.compareAndSet(false, true)) {
            // Another thread has ended it, and closed the connection.
            return;
        }
        if (!settled) {
            discard(connection);
            return;
        }
        try (Connection closing = connection) {
            restore(closing);
        } catch (SQLException | RuntimeException e) {
            log.warn("A connection to {} did not go back cleanly; the transaction's outcome stands.", dataSource, e);
        }
    }

    private static void restoreBinding(@Nullable JdbcTransaction stillOpen) {
        if (stillOpen == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(stillOpen);
        }
    }

    /** Called only when nothing is pending: switching autocommit on would commit it. */
    private void restore(Connection settled) throws SQLException {
        restoreSession(settled);
        if (autoCommitBefore) {
            settled.setAutoCommit(true);
        }
        if (isolationBefore != Connection.TRANSACTION_NONE) {
            settled.setTransactionIsolation(isolationBefore);
        }
    }

    private void restoreSession(Connection settled) throws SQLException {
        String sql = restoreSql;
        if (sql != null) {
            try (Statement restoring = settled.createStatement()) {
                restoring.execute(sql);
            }
        }
    }

    private static void discard(Connection connection) {
        try (Connection closing = connection) {
            closing.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            log.debug("A broken connection could not be aborted; it was closed.", e);
        }
    }

    /** A part of the transaction that can be undone alone. */
    private final class Nested implements Transaction {

        private final Savepoint before;
        private boolean over;

        Nested() {
            try {
                before = connection.setSavepoint();
            } catch (SQLException e) {
                throw new JdbcTransactionException(
                        "No nested transaction could begin on " + dataSource
                                + "; roll back the outer one, which can't go on either.",
                        e);
            }
            nestedOpen++;
        }

        @Override
        public void commit() {
            requireOpen();
            finish(() -> connection.releaseSavepoint(before));
        }

        @Override
        public void rollback() {
            if (over || ended) {
                return;
            }
            finish(() -> {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            });
        }

        private void finish(SqlStep step) {
            if (over) {
                throw new IllegalStateException("The nested transaction on " + dataSource + " has ended already.");
            }
            over = true;
            try {
                step.run();
                nestedOpen--;
            } catch (SQLException e) {
                // It stays counted as open, so that the outer one can't be committed by mistake.
                throw new JdbcTransactionException(
                        "A nested transaction on " + dataSource + " could not end; the outer one will be rolled back.",
                        e);
            }
        }
    }

    /** A step that talks to the database. */
    @FunctionalInterface
    private interface SqlStep {
        void run() throws SQLException;
    }
}
