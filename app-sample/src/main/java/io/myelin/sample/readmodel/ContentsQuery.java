package io.myelin.sample.readmodel;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.catalogue.ListProduct;
import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.Address;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import io.myelin.sample.order.SoldProduct;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads all that the shop holds. */
final class ContentsQuery {

    private static final String CUSTOMERS = "select customer_id, name, segment from customer";

    private static final String PRODUCTS = "select product.product_id, product_name.name, category, sub_category"
            + " from product join product_name on product_name.product_id = product.product_id";

    private static final String ORDERS =
            "select order_id, customer_id, ordered_on, city, state, postal_code, region, country from shop_order";

    private static final String LINES = "select order_id, line_number, product_id, product_name, category,"
            + " sub_category, quantity, sales, discount, profit from shop_order_line order by order_id, line_number";

    private static final String SHIPMENTS =
            "select order_id, shipped_on, ship_mode from shop_order where shipped_on is not null";

    private ContentsQuery() {}

    static ShopContents read(Connection connection) throws SQLException {
        Set<ListProduct> products = new HashSet<>(Sql.query(
                connection,
                PRODUCTS,
                row -> new ListProduct(row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
        Set<AddProductName> names = new HashSet<>();
        products.forEach(product -> names.add(new AddProductName(product.productId(), product.name())));
        return new ShopContents(
                new HashSet<>(Sql.query(
                        connection,
                        CUSTOMERS,
                        row -> new RegisterCustomer(row.getString(1), row.getString(2), row.getString(3)))),
                products,
                names,
                orders(connection),
                new HashSet<>(Sql.query(
                        connection,
                        SHIPMENTS,
                        row -> new ShipOrder(row.getString(1), date(row, 2), row.getString(3)))));
    }

    private static Map<String, PlaceOrder> orders(Connection connection) throws SQLException {
        Map<String, List<OrderLine>> lines = new HashMap<>();
        Sql.query(
                connection,
                LINES,
                row -> lines.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(line(row)));
        Map<String, PlaceOrder> orders = new HashMap<>();
        for (PlaceOrder order :
                Sql.query(connection, ORDERS, row -> order(row, lines.getOrDefault(row.getString(1), List.of())))) {
            orders.put(order.orderId(), order);
        }
        return orders;
    }

    private static PlaceOrder order(ResultSet row, List<OrderLine> lines) throws SQLException {
        Address shipTo =
                new Address(row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8));
        return new PlaceOrder(row.getString(1), row.getString(2), date(row, 3), shipTo, lines);
    }

    private static OrderLine line(ResultSet row) throws SQLException {
        SoldProduct product = new SoldProduct(row.getString(3), row.getString(4), row.getString(5), row.getString(6));
        return new OrderLine(
                row.getInt(2),
                product,
                row.getInt(7),
                row.getBigDecimal(8),
                row.getBigDecimal(9),
                row.getBigDecimal(10));
    }

    private static LocalDate date(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
