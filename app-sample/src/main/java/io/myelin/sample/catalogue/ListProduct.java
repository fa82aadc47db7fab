package io.myelin.sample.catalogue;

import jakarta.validation.constraints.NotBlank;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Asks to list a product. Asking again changes nothing, as long as the category is the same and the name one of the product's.
 *
 * @param productId the shop's number of the product
 * @param name what to call it
 * @param category for instance {@code Furniture}
 * @param subCategory for instance {@code Chairs}
 */
public record ListProduct(
        @NotBlank String productId,
        @NotBlank String name,
        @NotBlank String category,
        @NotBlank String subCategory) {

    @TargetAggregateIdentifier
    String aggregateId() {
        return Product.aggregateId(productId);
    }
}
