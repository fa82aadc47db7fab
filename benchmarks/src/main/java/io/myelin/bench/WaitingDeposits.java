package io.myelin.bench;

import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** A row for each deposit, whose insert lets PostgreSQL wait for a millisecond, as for another server's answer. */
final class WaitingDeposits {

    /** A permit for each event whose transaction is committed. */
    final Semaphore projected = new Semaphore(0);

    private final String table;

    WaitingDeposits(TestDatabase database, String name) {
        this.table = "deposit_" + name;
        database.execute("create table " + table + " (account varchar(100), cents bigint)");
    }

    @EventHandler
    void on(Account.Deposited event, Connection connection) throws SQLException {
        String sql = "insert into " + table + " select ?, ? from pg_sleep(0.001)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, event.account());
            insert.setLong(2, event.cents());
            insert.executeUpdate();
        }
        CurrentUnitOfWork.get().afterCommit(committed -> projected.release());
    }

    @ResetHandler
    void reset(Connection connection) throws SQLException {
        try (Statement truncate = connection.createStatement()) {
            truncate.execute("truncate table " + table);
        }
    }
}
