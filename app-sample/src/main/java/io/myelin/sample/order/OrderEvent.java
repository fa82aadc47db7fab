package io.myelin.sample.order;

import io.myelin.core.EventName;
import java.time.LocalDate;
import java.util.List;

/** What happens to an order. */
public sealed interface OrderEvent {

    /** The shop's number of the order. */
    String orderId();

    /**
     * An order was placed.
     *
     * @param customerId who buys
     * @param orderedOn the day of the order, which may lie years before this event
     * @param shipTo where it is sent
     * @param lines what is bought, at least one
     */
    @EventName("order-placed")
    record OrderPlaced(String orderId, String customerId, LocalDate orderedOn, Address shipTo, List<OrderLine> lines)
            implements OrderEvent {

        /** Copies the lines. */
        public OrderPlaced {
            lines = List.copyOf(lines);
        }
    }

    /**
     * An order was completed by lines that came late. It tells of the customer, day and address too, so that who adds up by
     * them need not remember the order.
     *
     * @param customerId who buys
     * @param orderedOn the day of the order
     * @param shipTo where it is sent
     * @param lines only those that are new, at least one
     */
    @EventName("order-lines-added")
    record OrderLinesAdded(
            String orderId, String customerId, LocalDate orderedOn, Address shipTo, List<OrderLine> lines)
            implements OrderEvent {

        /** Copies the lines. */
        public OrderLinesAdded {
            lines = List.copyOf(lines);
        }
    }

    /**
     * An order was shipped.
     *
     * @param shippedOn the day of shipping, which may lie years before this event
     * @param shipMode for instance {@code Second Class}
     */
    @EventName("order-shipped")
    record OrderShipped(String orderId, LocalDate shippedOn, String shipMode) implements OrderEvent {}
}
