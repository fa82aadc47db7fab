package io.myelin.sample.catalogue;

import jakarta.validation.constraints.NotBlank;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to give a product one more name, beside those it has. A name that it has changes nothing.
 *
 * @param productId the shop's number of the product
 * @param name what else to call it
 */
public record AddProductName(
        @NotBlank String productId, @NotBlank String name) {

    @TargetAggregateIdentifier
    String aggregateId() {
        return Product.aggregateId(productId);
    }
}
