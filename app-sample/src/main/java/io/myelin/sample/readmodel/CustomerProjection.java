package io.myelin.sample.readmodel;

import io.myelin.sample.customer.CustomerEvent.CustomerRegistered;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventHandler;

/** Fills the table {@code customer}. */
public final class CustomerProjection {

    @EventHandler
    void on(CustomerRegistered event, Connection connection) throws SQLException {
        Sql.update(
                connection,
                "insert into customer (customer_id, name, segment) values (?, ?, ?)",
                event.customerId(),
                event.name(),
                event.segment());
    }
}
