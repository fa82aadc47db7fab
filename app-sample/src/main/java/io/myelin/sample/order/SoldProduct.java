package io.myelin.sample.order;

import static java.util.Objects.requireNonNull;

/**
 * A product as an order line remembers it.
 *
 * <p>The line keeps the name and the category of the day of the sale: the catalogue may call the product otherwise,
 * before or later.
 *
 * @param productId the catalogue's identifier
 * @param name the name that the product was sold under
 * @param category for instance {@code Furniture}
 * @param subCategory for instance {@code Chairs}
 */
public record SoldProduct(String productId, String name, String category, String subCategory) {

    /** Checks that nothing is missing. */
    public SoldProduct {
        requireNonNull(productId, "productId");
        requireNonNull(name, "name");
        requireNonNull(category, "category");
        requireNonNull(subCategory, "subCategory");
    }
}
