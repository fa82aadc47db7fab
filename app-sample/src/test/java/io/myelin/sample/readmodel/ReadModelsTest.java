package io.myelin.sample.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.catalogue.ListProduct;
import io.myelin.sample.catalogue.ProductEvent.ProductListed;
import io.myelin.sample.catalogue.ProductEvent.ProductNameAdded;
import io.myelin.sample.customer.CustomerEvent.CustomerRegistered;
import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.Address;
import io.myelin.sample.order.OrderEvent.OrderLinesAdded;
import io.myelin.sample.order.OrderEvent.OrderPlaced;
import io.myelin.sample.order.OrderEvent.OrderShipped;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.OrderTotals;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import io.myelin.sample.order.SoldProduct;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadModelsTest {

    private static final Address HENDERSON = new Address("Henderson", "Kentucky", "02420", "South", "United States");
    private static final LocalDate ORDERED = LocalDate.of(2016, 11, 8);
    private static final LocalDate SHIPPED = LocalDate.of(2016, 11, 11);
    private static final OrderLine CHAIR = line(1, "Furniture", "731.94", "219.582");
    private static final OrderLine LABELS = line(2, "Office Supplies", "14.6201", "-6.8714");
    private static final OrderLine DESK = line(3, "Furniture", "1000", "0");

    @OnEachDatabase
    void sums_are_kept_in_all_and_by_category_region_month_and_customer(TestDatabase database) throws SQLException {
        ReadModels readModels = ReadModels.in(database.dataSource());

        project(database);

        OrderTotals all = new OrderTotals(4, 8, new BigDecimal("2478.5001"), new BigDecimal("432.2926"));
        assertThat(readModels.sums(SalesView.ALL)).containsExactly(new SalesSum("all", 2, all));
        assertThat(readModels.sums(SalesView.REGION)).containsExactly(new SalesSum("South", 2, all));
        assertThat(readModels.sums(SalesView.MONTH)).containsExactly(new SalesSum("2016-11", 2, all));
        assertThat(readModels.sums(SalesView.CATEGORY))
                .containsExactly(
                        new SalesSum(
                                "Furniture",
                                0,
                                new OrderTotals(3, 6, new BigDecimal("2463.88"), new BigDecimal("439.164"))),
                        new SalesSum(
                                "Office Supplies",
                                0,
                                new OrderTotals(1, 2, new BigDecimal("14.6201"), new BigDecimal("-6.8714"))));
        assertThat(readModels.totalsOfLines()).isEqualTo(all);
        assertThat(readModels.counts()).isEqualTo(new ShopCounts(1, 1, 2, 1));
    }

    @OnEachDatabase
    void the_best_customers_are_named(TestDatabase database) throws SQLException {
        ReadModels readModels = ReadModels.in(database.dataSource());

        project(database);

        assertThat(readModels.bestCustomers(1)).extracting(SalesSum::value).containsExactly("Claire Gute");
        assertThat(readModels.bestCustomers(9)).extracting(SalesSum::value).containsExactly("Claire Gute", "unknown-1");
    }

    @OnEachDatabase
    void contents_tell_what_the_shop_holds_with_lines_that_came_late(TestDatabase database) throws SQLException {
        ReadModels readModels = ReadModels.in(database.dataSource());

        project(database);

        ShopContents contents = readModels.contents();
        assertThat(contents.customers()).containsExactly(new RegisterCustomer("CG-12520", "Claire Gute", "Consumer"));
        assertThat(contents.products())
                .containsExactlyInAnyOrder(
                        new ListProduct("P-1", "Chair", "Furniture", "Chairs"),
                        new ListProduct("P-1", "Seat", "Furniture", "Chairs"));
        assertThat(contents.productNames())
                .containsExactlyInAnyOrder(new AddProductName("P-1", "Chair"), new AddProductName("P-1", "Seat"));
        assertThat(contents.orders())
                .containsEntry(
                        "CA-1", new PlaceOrder("CA-1", "CG-12520", ORDERED, HENDERSON, List.of(CHAIR, LABELS, DESK)));
        assertThat(contents.shipments()).containsExactly(new ShipOrder("CA-1", SHIPPED, "Second Class"));
    }

    @OnEachDatabase
    void an_empty_shop_has_nothing_and_its_tables_are_made_once(TestDatabase database) {
        ReadModels.in(database.dataSource());
        ReadModels readModels = ReadModels.in(database.dataSource());

        assertThat(readModels.contents()).isEqualTo(ShopContents.NOTHING);
        assertThat(readModels.totalsOfLines()).isEqualTo(OrderTotals.NONE);
        assertThat(readModels.counts()).isEqualTo(new ShopCounts(0, 0, 0, 0));
        assertThat(readModels.sums(SalesView.ALL)).isEmpty();
    }

    private static void project(TestDatabase database) throws SQLException {
        OrderPlaced first = new OrderPlaced("CA-1", "CG-12520", ORDERED, HENDERSON, List.of(CHAIR, LABELS));
        OrderLinesAdded late = new OrderLinesAdded("CA-1", "CG-12520", ORDERED, HENDERSON, List.of(DESK));
        OrderPlaced second = new OrderPlaced("CA-2", "unknown-1", ORDERED, HENDERSON, List.of(CHAIR));
        OrderProjection orders = new OrderProjection();
        SalesProjection sales = new SalesProjection();
        try (Connection connection = database.dataSource().getConnection()) {
            new CustomerProjection().on(new CustomerRegistered("CG-12520", "Claire Gute", "Consumer"), connection);
            CatalogueProjection catalogue = new CatalogueProjection();
            catalogue.on(new ProductListed("P-1", "Chair", "Furniture", "Chairs"), connection);
            catalogue.on(new ProductNameAdded("P-1", "Seat"), connection);
            orders.on(first, connection);
            orders.on(new OrderShipped("CA-1", SHIPPED, "Second Class"), connection);
            orders.on(late, connection);
            orders.on(second, connection);
            sales.on(first, connection);
            sales.on(late, connection);
            sales.on(second, connection);
        }
    }

    private static OrderLine line(int number, String category, String sales, String profit) {
        SoldProduct product = new SoldProduct("P-1", "Chair", category, "Chairs");
        return new OrderLine(number, product, 2, new BigDecimal(sales), new BigDecimal("0.15"), new BigDecimal(profit));
    }
}
