package io.myelin.sample.order;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to complete an order by lines that weren't known when it was placed. Lines that the order has already are left out.
 *
 * @param orderId the shop's number of the order
 * @param lines what is to be there in the end; those that are there must be the same
 */
public record AddOrderLines(
        @NotBlank String orderId, @NotEmpty List<OrderLine> lines) {

    /** Copies the lines. */
    public AddOrderLines {
        lines = List.copyOf(lines);
    }

    @TargetAggregateIdentifier
    String aggregateId() {
        return Order.aggregateId(orderId);
    }
}
