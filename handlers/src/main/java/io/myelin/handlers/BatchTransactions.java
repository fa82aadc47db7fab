package io.myelin.handlers;

import io.myelin.core.jdbc.JdbcTransactions;
import java.util.function.Supplier;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/**
 * Transactions for Axon's processor, which begins one for each batch before it hands it over: that one is none, for {@link
 * BatchHandling} begins its own. Claims and tokens outside of a batch get real ones.
 */
final class BatchTransactions implements TransactionManager {

    private final JdbcTransactions transactions;

    BatchTransactions(JdbcTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Transaction startTransaction() {
        return NoTransactionManager.INSTANCE.startTransaction();
    }

    @Override
    public void executeInTransaction(Runnable task) {
        transactions.executeInTransaction(task);
    }

    @Override
    public <T> T fetchInTransaction(Supplier<T> supplier) {
        return transactions.fetchInTransaction(supplier);
    }
}
