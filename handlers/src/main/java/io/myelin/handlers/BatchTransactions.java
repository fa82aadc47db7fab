package io.myelin.handlers;

import io.myelin.core.jdbc.JdbcTransactionException;
import io.myelin.core.jdbc.JdbcTransactions;
import java.util.function.Supplier;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a processor's batches, which tell why one could not begin.
 *
 * <p>Axon attaches a batch's transaction to a unit of work that it has not started yet. If that fails, it tries to roll the
 * unit of work back, and reports that this can't be done instead of the cause. So the failure is kept here until the batch
 * is handled.
 */
final class BatchTransactions implements TransactionManager {

    private static final ThreadLocal<@Nullable JdbcTransactionException> NOT_BEGUN = new ThreadLocal<>();

    private final JdbcTransactions transactions;

    BatchTransactions(JdbcTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Transaction startTransaction() {
        NOT_BEGUN.remove();
        try {
            return transactions.startTransaction();
        } catch (JdbcTransactionException e) {
            NOT_BEGUN.set(e);
            return new NotBegun();
        }
    }

    @Override
    public void executeInTransaction(Runnable task) {
        transactions.executeInTransaction(task);
    }

    @Override
    public <T> T fetchInTransaction(Supplier<T> supplier) {
        return transactions.fetchInTransaction(supplier);
    }

    /**
     * Returns if the transaction that this thread started last has begun.
     *
     * @throws JdbcTransactionException that told why not
     */
    void requireBegun() {
        JdbcTransactionException failure = NOT_BEGUN.get();
        if (failure != null) {
            NOT_BEGUN.remove();
            throw failure;
        }
    }

    /** Rolls back what an escaped error left open. */
    void rollbackIfOpen() {
        transactions.rollbackIfOpen();
    }

    /** Stands in for a transaction until the batch asks for it. */
    private static final class NotBegun implements Transaction {
        @Override
        public void commit() {
            throw new IllegalStateException("A batch without a transaction must not get as far as its commit.");
        }

        @Override
        public void rollback() {
            // There is nothing to undo.
        }
    }
}
