package io.myelin.handlers;

import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/**
 * Writes every event down in a table that takes everything, so that an event handled twice or out of order is seen.
 *
 * <p>A subclass can make it fail after it has written.
 */
class CounterProjection {

    static final String ROWS = "select counter, n from counted order by id";

    static void createTable(TestDatabase database) {
        database.execute(
                "create table counted (id bigint generated always as identity, counter varchar(50), n bigint)");
    }

    @EventHandler
    void on(Counted event, Connection connection) throws Exception {
        try (PreparedStatement insert = connection.prepareStatement("insert into counted (counter, n) values (?, ?)")) {
            insert.setString(1, event.counter());
            insert.setLong(2, event.n());
            insert.executeUpdate();
        }
        afterWriting(event, connection);
    }

    @ResetHandler
    void onReset(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from counted")) {
            delete.executeUpdate();
        }
    }

    void afterWriting(Counted event, Connection connection) throws Exception {
        // All went well.
    }
}
