package io.myelin.sample.readmodel;

import io.myelin.sample.catalogue.ProductEvent.ProductListed;
import io.myelin.sample.catalogue.ProductEvent.ProductNameAdded;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventHandler;

/** Fills the tables {@code product} and {@code product_name}. */
public final class CatalogueProjection {

    @EventHandler
    void on(ProductListed event, Connection connection) throws SQLException {
        Sql.update(
                connection,
                "insert into product (product_id, category, sub_category) values (?, ?, ?)",
                event.productId(),
                event.category(),
                event.subCategory());
        insertName(event.productId(), event.name(), connection);
    }

    @EventHandler
    void on(ProductNameAdded event, Connection connection) throws SQLException {
        insertName(event.productId(), event.name(), connection);
    }

    private static void insertName(String productId, String name, Connection connection) throws SQLException {
        Sql.update(connection, "insert into product_name (product_id, name) values (?, ?)", productId, name);
    }
}
