package io.myelin.sample.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.catalogue.ListProduct;
import io.myelin.sample.order.AddOrderLines;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import io.myelin.sample.readmodel.ShopContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IntakePlanTest {

    private static final OrderFile FILE = OrderFileReader.readSuperstore();
    private static final FileOrder ORDER = FILE.orders().get(0);

    private final Set<ListProduct> products = new HashSet<>();
    private final Set<AddProductName> productNames = new HashSet<>();
    private final Map<String, PlaceOrder> orders = new HashMap<>();
    private final Set<ShipOrder> shipments = new HashSet<>();

    @Test
    void an_empty_shop_lacks_everything() {
        IntakePlan plan = IntakePlan.of(FILE, ShopContents.NOTHING);

        // 32 products have a second name; each order is placed and shipped.
        assertThat(plan.commands()).isEqualTo(793 + 1_862 + 32 + 2 * 5_009);
    }

    @Test
    void customers_and_products_come_before_orders_and_placing_before_shipping() {
        IntakePlan plan = IntakePlan.of(FILE, ShopContents.NOTHING);

        assertThat(plan.phases()).hasSize(2);
        assertThat(commands(plan.phases().get(0))).noneMatch(PlaceOrder.class::isInstance);
        assertThat(plan.phases().get(1))
                .allSatisfy(chain ->
                        assertThat(chain.commands()).hasExactlyElementsOfTypes(PlaceOrder.class, ShipOrder.class));
    }

    @Test
    void a_shop_that_has_all_lacks_nothing() {
        fill();

        assertThat(IntakePlan.of(FILE, shop()).commands()).isZero();
    }

    @Test
    void an_order_that_was_placed_but_not_shipped_is_shipped() {
        fill();
        shipments.remove(ORDER.shipOrder());

        assertThat(planned()).containsExactly(ORDER.shipOrder());
    }

    @Test
    void an_order_that_lacks_a_line_gets_that_line() {
        fill();
        PlaceOrder placed = ORDER.placeOrder();
        orders.put(ORDER.orderId(), withLines(placed, 0, 1));

        assertThat(planned())
                .containsExactly(new AddOrderLines(
                        ORDER.orderId(),
                        placed.lines().subList(1, placed.lines().size())));
    }

    @Test
    void an_order_that_has_more_lines_than_the_file_is_left_alone() {
        fill();
        FileOrder other = FILE.orders().get(1);
        PlaceOrder placed = ORDER.placeOrder();
        List<OrderLine> more = new ArrayList<>(placed.lines());
        more.addAll(other.lines());
        orders.put(
                ORDER.orderId(),
                new PlaceOrder(placed.orderId(), placed.customerId(), placed.orderedOn(), placed.shipTo(), more));

        assertThat(planned()).isEmpty();
    }

    @Test
    void another_order_under_the_same_number_is_sent_and_left_to_the_shop_to_refuse() {
        fill();
        PlaceOrder placed = ORDER.placeOrder();
        orders.put(
                ORDER.orderId(),
                new PlaceOrder(placed.orderId(), "other", placed.orderedOn(), placed.shipTo(), placed.lines()));

        assertThat(planned()).containsExactly(placed);
    }

    @Test
    void a_product_that_lacks_its_second_name_gets_it() {
        fill();
        AddProductName second = FILE.products().stream()
                .flatMap(product -> product.addProductNames().stream())
                .findFirst()
                .orElseThrow();
        productNames.remove(second);

        assertThat(planned()).containsExactly(second);
    }

    private void fill() {
        for (FileProduct product : FILE.products()) {
            products.add(product.listProduct());
            productNames.addAll(product.addProductNames());
        }
        for (FileOrder order : FILE.orders()) {
            orders.put(order.orderId(), order.placeOrder());
            shipments.add(order.shipOrder());
        }
    }

    private ShopContents shop() {
        return new ShopContents(new HashSet<>(FILE.customers()), products, productNames, orders, shipments);
    }

    private List<Object> planned() {
        return commands(IntakePlan.of(FILE, shop()).phases().stream()
                .flatMap(List::stream)
                .toList());
    }

    private static List<Object> commands(List<CommandChain> chains) {
        return chains.stream().flatMap(chain -> chain.commands().stream()).collect(Collectors.toList());
    }

    private static PlaceOrder withLines(PlaceOrder order, int from, int to) {
        return new PlaceOrder(
                order.orderId(),
                order.customerId(),
                order.orderedOn(),
                order.shipTo(),
                order.lines().subList(from, to));
    }
}
