package io.myelin.retry.parking;

import io.myelin.core.jdbc.JdbcTransactions;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.axonframework.common.transaction.Transaction;

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
}
