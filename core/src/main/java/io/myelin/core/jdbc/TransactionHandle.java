package io.myelin.core.jdbc;

import java.sql.SQLException;

/**
 * An open transaction as a thread other than its own may see and end it, when its own is held up.
 *
 * <p>Once the transaction has ended, all of its methods do nothing. Safe for use by several threads.
 */
public final class TransactionHandle {

    private final JdbcTransaction transaction;

    TransactionHandle(JdbcTransaction transaction) {
        this.transaction = transaction;
    }

    /** Returns whether the transaction's thread is waiting for the answer to a statement that it was lent the connection for. */
    public boolean isInStatement() {
        return transaction.lent().running() != null;
    }

    /**
     * Asks the database to give up the statement that is being executed, if there is one; its thread then gets an
     * exception. May take as long as a connection to the database does.
     *
     * @throws SQLException if the database could not be asked
     */
    public void cancelStatement() throws SQLException {
        transaction.lent().cancelRunning();
    }

    /**
     * Ends the transaction without its thread: everything is undone, the connection is cut or given back, and whatever its
     * thread does with it from now on fails. Returns when it is undone; a driver that can't cut connections (H2's) waits for
     * its statement to end before.
     */
    public void abort() {
        transaction.abort();
    }

    /** Lets {@code limit} see the connection on the transaction's own thread before each statement; replaces an earlier one. */
    public void limitStatements(StatementLimit limit) {
        transaction.lent().limit(limit);
    }

    /** Runs {@code sql} before the connection goes back to its pool, to take back a setting of the session's. */
    public void restoreBy(String sql) {
        transaction.restoreBy(sql);
    }
}
