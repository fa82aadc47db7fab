package io.myelin.core.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/**
 * Transactions on a data source, one connection each, for Axon's units of work.
 *
 * <p>A transaction belongs to the thread that started it. What starts on that thread and the same data source while it
 * is open joins it: a nested unit of work writes on the same connection, and its rollback undoes its own writes only,
 * by a savepoint. The connection goes back to the data source when the outermost transaction ends, however it ends; one
 * that can't be rolled back is discarded.
 *
 * <p>Safe for use by several threads.
 */
public final class JdbcTransactions implements TransactionManager {

    private final DataSource dataSource;
    private final Isolation isolation;

    private JdbcTransactions(DataSource dataSource, Isolation isolation) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.isolation = requireNonNull(isolation, "isolation");
    }

    /** Returns transactions on {@code dataSource}, with the isolation its connections come with. */
    public static JdbcTransactions on(DataSource dataSource) {
        return new JdbcTransactions(dataSource, Isolation.AS_CONFIGURED);
    }

    /**
     * Returns transactions on {@code dataSource} with the given isolation.
     *
     * @param isolation set when a transaction begins and taken back when it ends; one that joins another keeps that
     *     one's
     */
    public static JdbcTransactions on(DataSource dataSource, Isolation isolation) {
        return new JdbcTransactions(dataSource, isolation);
    }

    /** Returns the connection of this thread's innermost open transaction, on whatever data source; lent as by {@link #connection()}. */
    public static Optional<Connection> innermost() {
        return Optional.ofNullable(JdbcTransaction.innermost()).map(JdbcTransaction::connection);
    }

    /**
     * Starts a transaction, or joins the one that this thread has open on the same data source.
     *
     * <p>{@code commit} of the outermost throws {@link JdbcTransactionException} if the database did not confirm it:
     * the writes may or may not be there, so read again before repeating them. {@code rollback} throws nothing, and does
     * nothing to a transaction that has ended. Both must be called on this thread.
     *
     * @throws JdbcTransactionException if there is no connection to be had; nothing is open then
     */
    @Override
    public Transaction startTransaction() {
        JdbcTransaction open = JdbcTransaction.openOn(dataSource);
        return open == null ? JdbcTransaction.begin(dataSource, isolation) : open.nest();
    }

    /**
     * Returns the connection of this thread's open transaction on this data source.
     *
     * <p>It is lent: {@code close} does nothing, and {@code commit}, {@code rollback} of the whole and {@code
     * setAutoCommit} are refused, since the transaction ends with its unit of work. Savepoints are the caller's. It
     * refuses all work once the transaction has ended.
     *
     * @throws IllegalStateException if this thread has no transaction open on it
     */
    public Connection connection() {
        JdbcTransaction open = JdbcTransaction.openOn(dataSource);
        if (open == null) {
            throw new IllegalStateException("This thread has no transaction open on " + dataSource
                    + ", so that a write would not be undone with its unit of work. Call it from a message handler whose"
                    + " unit of work runs in these transactions, or within executeInTransaction.");
        }
        return open.connection();
    }

    /** Returns a way for Axon's JDBC stores to {@link #connection()}, with its limits. */
    public ConnectionProvider connectionProvider() {
        return this::connection;
    }

    /** Returns this thread's open transaction on this data source for other threads; empty if it has none. */
    public Optional<TransactionHandle> handle() {
        return Optional.ofNullable(JdbcTransaction.openOn(dataSource)).map(TransactionHandle::new);
    }

    /** Returns whether this thread has a transaction open on this data source. */
    public boolean isOpen() {
        return JdbcTransaction.openOn(dataSource) != null;
    }

    /**
     * Rolls back what this thread has left open on this data source; does nothing if that is nothing.
     *
     * <p>For whoever runs units of work on threads that are used again: a unit of work that ends with an {@link Error} in
     * its commit is neither committed nor rolled back by Axon.
     */
    public void rollbackIfOpen() {
        JdbcTransaction open = JdbcTransaction.openOn(dataSource);
        if (open != null) {
            open.rollback();
        }
    }

    /** Returns what the connections are from. */
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public String toString() {
        return "JdbcTransactions[" + dataSource + "," + isolation + "]";
    }
}
