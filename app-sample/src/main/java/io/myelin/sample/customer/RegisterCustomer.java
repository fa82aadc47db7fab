package io.myelin.sample.customer;

import jakarta.validation.constraints.NotBlank;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to register a customer. Asking again with the same name and segment changes nothing; with others it is refused.
 *
 * @param customerId the shop's number of the customer
 * @param name first and last name
 * @param segment for instance {@code Consumer}
 */
public record RegisterCustomer(
        @NotBlank String customerId,
        @NotBlank String name,
        @NotBlank String segment) {

    @TargetAggregateIdentifier
    String aggregateId() {
        return Customer.aggregateId(customerId);
    }
}
