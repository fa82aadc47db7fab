package io.myelin.retry.parking;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.LineStoppedException;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Runs work on the database in a transaction: a short one of its own, or the caller's if its thread has one open. */
record Database(JdbcTransactions transactions) {

    <R> R fetch(Function<Connection, R> work) {
        Transaction transaction = transactions.startTransaction();
        R result;
        try {
            result = work.apply(transactions.connection());
        } catch (RuntimeException | Error e) {
            transaction.rollback();
            throw e;
        }
        transaction.commit();
        return result;
    }

    void run(Consumer<Connection> work) {
        fetch(connection -> {
            work.accept(connection);
            return true;
        });
    }

    /** Returns the connection of the transaction that the current unit of work has open. */
    Connection current() {
        return transactions.connection();
    }

    /**
     * Lets {@code work} run when the unit of work prepares its commit. An error is handed to Axon as an exception: it would
     * roll nothing back for an error that comes at this time, and leave the transaction open on the thread.
     */
    static void beforeCommit(UnitOfWork<?> unitOfWork, Runnable work) {
        unitOfWork.onPrepareCommit(preparing -> {
            try {
                work.run();
            } catch (Error e) {
                throw new LineStoppedException(
                        "An error struck while a commit was prepared; it is rolled back: " + e, e);
            }
        });
    }
}
