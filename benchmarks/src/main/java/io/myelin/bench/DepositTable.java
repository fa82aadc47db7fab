package io.myelin.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The projection of the measurements: a row for each deposit. Both sides run it. */
final class DepositTable {

    static final String CREATE = "create table deposit (account varchar(100), cents bigint)";

    /** A permit for each event whose transaction is committed. */
    final Semaphore projected = new Semaphore(0);

    @EventHandler
    void on(Account.Deposited event, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into deposit values (?, ?)")) {
            insert.setString(1, event.account());
            insert.setLong(2, event.cents());
            insert.executeUpdate();
        }
        CurrentUnitOfWork.get().afterCommit(committed -> projected.release());
    }

    @ResetHandler
    void reset(Connection connection) throws SQLException {
        try (Statement truncate = connection.createStatement()) {
            truncate.execute("truncate table deposit");
        }
    }
}
