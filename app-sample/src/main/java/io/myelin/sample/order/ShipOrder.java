package io.myelin.sample.order;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to ship an order. Asking again with the same day and mode changes nothing; with others it is refused.
 *
 * @param orderId the shop's number of the order
 * @param shippedOn the day of shipping, not before the day of the order
 * @param shipMode for instance {@code Second Class}
 */
public record ShipOrder(
        @NotBlank String orderId,
        @NotNull LocalDate shippedOn,
        @NotBlank String shipMode) {

    @TargetAggregateIdentifier
    String aggregateId() {
        return Order.aggregateId(orderId);
    }
}
