package io.myelin.sample.readmodel;

import io.myelin.sample.order.OrderTotals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Reads what the projections have written. Each call looks at the database once; any thread may call. */
public final class ReadModels {

    private static final String SCHEMA = "schema.sql";

    private static final String SUMS = "select view_value, orders, line_count, quantity, sales, profit from sales_sum"
            + " where view_name = ? order by view_value";

    private static final String BEST_CUSTOMERS = "select coalesce(customer.name, view_value), orders, line_count,"
            + " quantity, sales, profit from sales_sum left join customer on customer.customer_id = view_value"
            + " where view_name = ? order by sales desc, view_value limit ?";

    private static final String LINES = "select count(*), coalesce(sum(quantity), 0), coalesce(sum(sales), 0),"
            + " coalesce(sum(profit), 0) from shop_order_line";

    private static final String COUNTS = "select (select count(*) from customer), (select count(*) from product),"
            + " (select count(*) from shop_order),"
            + " (select count(*) from shop_order where shipped_on is not null)";

    private final DataSource dataSource;

    private ReadModels(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Creates the tables that aren't there yet.
     *
     * @throws ReadModelException if the database refuses
     */
    public static ReadModels in(DataSource dataSource) {
        ReadModels readModels = new ReadModels(dataSource);
        readModels.look(connection -> {
            Sql.script(connection, schema());
            return true;
        });
        return readModels;
    }

    /** All that the shop holds, as far as it is projected; about as large in memory as an orders file. */
    public ShopContents contents() {
        return look(ContentsQuery::read);
    }

    /** How many of each there are, as far as it is projected. */
    public ShopCounts counts() {
        return look(connection -> Sql.query(
                        connection,
                        COUNTS,
                        row -> new ShopCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .get(0));
    }

    /** The sums of a view, sorted by what they are for; none before the first order. */
    public List<SalesSum> sums(SalesView view) {
        return look(connection -> Sql.query(connection, SUMS, ReadModels::sum, view.stored()));
    }

    /** The customers who bought most, by name, the best first. */
    public List<SalesSum> bestCustomers(int limit) {
        return look(connection ->
                Sql.query(connection, BEST_CUSTOMERS, ReadModels::sum, SalesView.CUSTOMER.stored(), limit));
    }

    /** What all order lines amount to, added up now: the running sums must say the same. */
    public OrderTotals totalsOfLines() {
        return look(connection ->
                Sql.query(connection, LINES, row -> totals(row, 1)).get(0));
    }

    private static SalesSum sum(ResultSet row) throws SQLException {
        return new SalesSum(row.getString(1), row.getLong(2), totals(row, 3));
    }

    private static OrderTotals totals(ResultSet row, int first) throws SQLException {
        return new OrderTotals(
                row.getLong(first), row.getLong(first + 1), row.getBigDecimal(first + 2), row.getBigDecimal(first + 3));
    }

    private <T> T look(Look<T> look) {
        try (Connection connection = dataSource.getConnection()) {
            return look.at(connection);
        } catch (SQLException e) {
            throw new ReadModelException(e);
        }
    }

    private static String schema() {
        try (InputStream in =
                Objects.requireNonNull(ReadModels.class.getResourceAsStream(SCHEMA), "The jar lacks " + SCHEMA)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }
}
