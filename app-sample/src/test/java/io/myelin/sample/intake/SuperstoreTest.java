package io.myelin.sample.intake;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.OrderTotals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SuperstoreTest {

    private static final OrderFile SUPERSTORE = OrderFileReader.readSuperstore();

    @Test
    void its_lines_add_up_to_what_is_known_of_the_file() {
        assertThat(SUPERSTORE.totals())
                .isEqualTo(
                        new OrderTotals(9_994, 37_873, new BigDecimal("2297200.8603"), new BigDecimal("286397.0217")));
        assertThat(SUPERSTORE.brokenLines()).isEmpty();
    }

    @Test
    void it_names_793_customers_1862_products_and_5009_orders() {
        assertThat(SUPERSTORE.customers()).hasSize(793);
        assertThat(SUPERSTORE.products()).hasSize(1_862);
        assertThat(SUPERSTORE.orders()).hasSize(5_009);
    }

    @Test
    void the_eight_orders_that_name_a_product_twice_keep_both_lines() {
        List<FileOrder> withTwice = SUPERSTORE.orders().stream()
                .filter(order -> linesByProduct(order).containsValue(2L))
                .toList();

        assertThat(withTwice).hasSize(8);
        assertThat(withTwice)
                .filteredOn(order -> order.orderId().equals("US-2014-150119"))
                .singleElement()
                .satisfies(order -> assertThat(order.lines())
                        .filteredOn(line -> line.product().productId().equals("FUR-CH-10002965"))
                        .extracting(OrderLine::lineNumber)
                        .containsExactly(3_406, 3_407));
    }

    @Test
    void the_32_products_with_two_names_keep_both() {
        List<FileProduct> withTwo = SUPERSTORE.products().stream()
                .filter(product -> product.names().size() > 1)
                .toList();

        assertThat(withTwo).hasSize(32);
        assertThat(withTwo)
                .filteredOn(product -> product.productId().equals("FUR-CH-10001146"))
                .singleElement()
                .satisfies(product -> assertThat(product.names())
                        .containsExactlyInAnyOrder(
                                "Global Task Chair, Black", "Global Value Mid-Back Manager's Chair, Gray"));
    }

    @Test
    void a_line_keeps_the_name_that_it_was_sold_under() {
        List<String> names = SUPERSTORE.orders().stream()
                .flatMap(order -> order.lines().stream())
                .map(line -> line.product())
                .filter(product -> product.productId().equals("FUR-CH-10001146"))
                .map(product -> product.name())
                .distinct()
                .toList();

        assertThat(names).hasSize(2);
    }

    private static Map<String, Long> linesByProduct(FileOrder order) {
        return order.lines().stream().collect(groupingBy(line -> line.product().productId(), counting()));
    }
}
