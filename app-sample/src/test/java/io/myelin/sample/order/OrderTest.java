package io.myelin.sample.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.BusinessRejection;
import io.myelin.sample.order.OrderEvent.OrderLinesAdded;
import io.myelin.sample.order.OrderEvent.OrderPlaced;
import io.myelin.sample.order.OrderEvent.OrderShipped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderTest {

    private static final String ORDER = "CA-2016-152156";
    private static final String CUSTOMER = "CG-12520";
    private static final LocalDate MONDAY = LocalDate.of(2016, 11, 7);
    private static final LocalDate TUESDAY = LocalDate.of(2016, 11, 8);
    private static final Address HENDERSON = new Address("Henderson", "Kentucky", "42420", "South", "United States");
    private static final OrderLine CHAIR = line(1, "2.50");
    private static final OrderLine TABLE = line(2, "10");

    private static final OrderPlaced PLACED = placed(CHAIR, TABLE);

    private FixtureConfiguration<Order> fixture;

    @BeforeEach
    void setUp() {
        fixture = new AggregateTestFixture<>(Order.class);
    }

    @Test
    void an_order_is_placed_with_its_lines() {
        fixture.givenNoPriorActivity().when(place(CHAIR, TABLE)).expectEvents(PLACED);
    }

    @Test
    void two_lines_that_are_alike_but_for_their_number_are_two_lines() {
        OrderLine again = line(7, "2.50");

        fixture.givenNoPriorActivity().when(place(CHAIR, again)).expectEvents(placed(CHAIR, again));
    }

    @Test
    void placing_an_order_again_changes_nothing() {
        fixture.given(PLACED)
                .when(place(CHAIR, TABLE))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_amount_is_the_same_however_many_zeros_it_ends_in() {
        fixture.given(PLACED).when(place(line(1, "2.5000"), line(2, "10.0"))).expectNoEvents();
    }

    @Test
    void another_order_under_the_same_number_is_refused() {
        PlaceOrder other = new PlaceOrder(ORDER, "other", MONDAY, HENDERSON, List.of(CHAIR, TABLE));

        fixture.given(PLACED)
                .when(other)
                .expectException(BusinessRejection.class)
                .expectNoEvents();
        fixture.given(PLACED).when(place(CHAIR)).expectException(BusinessRejection.class);
        fixture.given(PLACED).when(place(line(1, "2.51"), TABLE)).expectException(BusinessRejection.class);
    }

    @Test
    void lines_that_come_late_complete_an_order() {
        fixture.given(placed(CHAIR))
                .when(new AddOrderLines(ORDER, List.of(CHAIR, TABLE)))
                .expectEvents(new OrderLinesAdded(ORDER, CUSTOMER, MONDAY, HENDERSON, List.of(TABLE)));
    }

    @Test
    void lines_that_are_there_are_not_added_again() {
        fixture.given(placed(CHAIR), new OrderLinesAdded(ORDER, CUSTOMER, MONDAY, HENDERSON, List.of(TABLE)))
                .when(new AddOrderLines(ORDER, List.of(TABLE)))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void an_order_that_was_not_placed_takes_neither_lines_nor_a_shipment() {
        fixture.givenNoPriorActivity()
                .when(new AddOrderLines(ORDER, List.of(CHAIR)))
                .expectException(BusinessRejection.class);
        fixture.givenNoPriorActivity()
                .when(new ShipOrder(ORDER, MONDAY, "Same Day"))
                .expectException(BusinessRejection.class)
                .expectNoEvents();
    }

    @Test
    void an_order_has_a_limit_of_lines() {
        List<OrderLine> many = IntStream.rangeClosed(1, Order.LINES_MAX + 1)
                .mapToObj(number -> line(number, "1"))
                .toList();

        fixture.givenNoPriorActivity()
                .when(new PlaceOrder(ORDER, CUSTOMER, MONDAY, HENDERSON, many))
                .expectException(BusinessRejection.class)
                .expectExceptionMessage("The order would have 1,001 lines, 1,000 is the limit. Split it.");
    }

    @Test
    void an_order_is_shipped_once() {
        OrderShipped shipped = new OrderShipped(ORDER, TUESDAY, "Second Class");

        fixture.given(PLACED).when(ship(TUESDAY)).expectEvents(shipped);
        fixture.given(PLACED, shipped)
                .when(ship(TUESDAY))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void a_shipment_on_another_day_or_before_the_order_is_refused() {
        fixture.given(PLACED, new OrderShipped(ORDER, TUESDAY, "Second Class"))
                .when(ship(TUESDAY.plusDays(1)))
                .expectException(BusinessRejection.class)
                .expectNoEvents();
        fixture.given(PLACED).when(ship(MONDAY.minusDays(1))).expectException(BusinessRejection.class);
    }

    @Test
    void a_line_refuses_numbers_outside_its_limits() {
        assertThatThrownBy(() -> line(1, "0.00001")).hasMessageContaining("sales may have 4 decimals, was 0.00001");
        assertThatThrownBy(() -> line(1, "1234567890123456"))
                .hasMessageContaining("sales may have 15 digits before the point");
        assertThatThrownBy(() -> line(1, "1E+999999999")).hasMessageContaining("15 digits");
        assertThat(line(1, "100.00").sales()).isEqualTo(new BigDecimal("100"));
    }

    private static PlaceOrder place(OrderLine... lines) {
        return new PlaceOrder(ORDER, CUSTOMER, MONDAY, HENDERSON, List.of(lines));
    }

    private static OrderPlaced placed(OrderLine... lines) {
        return new OrderPlaced(ORDER, CUSTOMER, MONDAY, HENDERSON, List.of(lines));
    }

    private static ShipOrder ship(LocalDate day) {
        return new ShipOrder(ORDER, day, "Second Class");
    }

    private static OrderLine line(int number, String sales) {
        SoldProduct chair = new SoldProduct("FUR-CH-1", "Chair", "Furniture", "Chairs");
        return new OrderLine(number, chair, 2, new BigDecimal(sales), BigDecimal.ZERO, BigDecimal.ONE);
    }
}
