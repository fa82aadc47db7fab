package io.myelin.sample.order;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to place an order. Asking again with the same order changes nothing; with another one it is refused.
 *
 * @param orderId the shop's number of the order
 * @param customerId who buys
 * @param orderedOn the day of the order
 * @param shipTo where it is sent
 * @param lines what is bought; the same product may come twice, a line number may not
 */
public record PlaceOrder(
        @NotBlank String orderId,
        @NotBlank String customerId,
        @NotNull LocalDate orderedOn,
        @NotNull Address shipTo,
        @NotEmpty List<OrderLine> lines) {

    /** Copies the lines. */
    public PlaceOrder {
        lines = List.copyOf(lines);
    }

    @TargetAggregateIdentifier
    String aggregateId() {
        return Order.aggregateId(orderId);
    }
}
