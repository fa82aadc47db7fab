package io.myelin.sample.readmodel;

import io.myelin.sample.order.OrderEvent.OrderLinesAdded;
import io.myelin.sample.order.OrderEvent.OrderPlaced;
import io.myelin.sample.order.OrderEvent.OrderShipped;
import io.myelin.sample.order.OrderLine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;

/** Fills the tables {@code shop_order} and {@code shop_order_line}. */
public final class OrderProjection {

    private static final String INSERT_ORDER = "insert into shop_order"
            + " (order_id, customer_id, ordered_on, city, state, postal_code, region, country)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_LINE = "insert into shop_order_line (order_id, line_number, product_id,"
            + " product_name, category, sub_category, quantity, sales, discount, profit)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SHIP_ORDER = "update shop_order set shipped_on = ?, ship_mode = ? where order_id = ?";

    @EventHandler
    void on(OrderPlaced event, Connection connection) throws SQLException {
        Sql.update(
                connection,
                INSERT_ORDER,
                event.orderId(),
                event.customerId(),
                event.orderedOn(),
                event.shipTo().city(),
                event.shipTo().state(),
                event.shipTo().postalCode(),
                event.shipTo().region(),
                event.shipTo().country());
        insertLines(event.orderId(), event.lines(), connection);
    }

    @EventHandler
    void on(OrderLinesAdded event, Connection connection) throws SQLException {
        insertLines(event.orderId(), event.lines(), connection);
    }

    @EventHandler
    void on(OrderShipped event, Connection connection) throws SQLException {
        int orders = Sql.update(connection, SHIP_ORDER, event.shippedOn(), event.shipMode(), event.orderId());
        if (orders != 1) {
            throw new IllegalStateException("Order %s was shipped, but the read model has %d orders of that number."
                    .formatted(event.orderId(), orders));
        }
    }

    private static void insertLines(String orderId, List<OrderLine> lines, Connection connection) throws SQLException {
        Sql.updateEach(
                connection,
                INSERT_LINE,
                lines.stream().map(line -> values(orderId, line)).toList());
    }

    private static Object[] values(String orderId, OrderLine line) {
        return new Object[] {
            orderId,
            line.lineNumber(),
            line.product().productId(),
            line.product().name(),
            line.product().category(),
            line.product().subCategory(),
            line.quantity(),
            line.sales(),
            line.discount(),
            line.profit()
        };
    }
}
