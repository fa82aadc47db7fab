package io.myelin.sample.readmodel;

import static java.util.stream.Collectors.groupingBy;

import io.myelin.sample.order.OrderEvent.OrderLinesAdded;
import io.myelin.sample.order.OrderEvent.OrderPlaced;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.OrderTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.EventHandler;

/**
 * Keeps the running sums of {@code sales_sum}: in all, by category, region, month and customer.
 *
 * <p>It adds to what is there, so its sums are right only if each event is handled exactly once.
 */
public final class SalesProjection {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

    private static final String ADD = "update sales_sum set orders = orders + ?, line_count = line_count + ?,"
            + " quantity = quantity + ?, sales = sales + ?, profit = profit + ?"
            + " where view_name = ? and view_value = ?";

    private static final String BEGIN = "insert into sales_sum"
            + " (orders, line_count, quantity, sales, profit, view_name, view_value) values (?, ?, ?, ?, ?, ?, ?)";

    @EventHandler
    void on(OrderPlaced event, Connection connection) throws SQLException {
        Sale sale = new Sale(
                1, event.customerId(), event.orderedOn(), event.shipTo().region(), event.lines());
        add(sale, connection);
    }

    @EventHandler
    void on(OrderLinesAdded event, Connection connection) throws SQLException {
        Sale sale = new Sale(
                0, event.customerId(), event.orderedOn(), event.shipTo().region(), event.lines());
        add(sale, connection);
    }

    private static void add(Sale sale, Connection connection) throws SQLException {
        OrderTotals totals = OrderTotals.of(sale.lines());
        // The same order of rows for every event, so that two transactions never wait for each other in a circle.
        add(SalesView.ALL, "all", sale.orders(), totals, connection);
        for (Map.Entry<String, List<OrderLine>> category : sale.byCategory().entrySet()) {
            // An order has lines of several categories, so orders aren't counted by category.
            add(SalesView.CATEGORY, category.getKey(), 0, OrderTotals.of(category.getValue()), connection);
        }
        add(SalesView.REGION, sale.region(), sale.orders(), totals, connection);
        add(SalesView.MONTH, MONTH.format(sale.orderedOn()), sale.orders(), totals, connection);
        add(SalesView.CUSTOMER, sale.customerId(), sale.orders(), totals, connection);
    }

    private static void add(SalesView view, String value, int orders, OrderTotals totals, Connection connection)
            throws SQLException {
        Object[] values = {
            orders, totals.lines(), totals.quantity(), totals.sales(), totals.profit(), view.stored(), value
        };
        if (Sql.update(connection, ADD, values) == 0) {
            Sql.update(connection, BEGIN, values);
        }
    }

    /** What an event adds to the sums; an order that is completed later counts once. */
    private record Sale(int orders, String customerId, LocalDate orderedOn, String region, List<OrderLine> lines) {

        Map<String, List<OrderLine>> byCategory() {
            return lines.stream()
                    .collect(groupingBy(
                            line -> line.product().category(), TreeMap::new, java.util.stream.Collectors.toList()));
        }
    }
}
