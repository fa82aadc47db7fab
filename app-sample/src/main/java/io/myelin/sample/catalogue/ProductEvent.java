package io.myelin.sample.catalogue;

import io.myelin.core.EventName;

/** What happens to a product. */
public sealed interface ProductEvent {

    /** The shop's number of the product. */
    String productId();

    /**
     * A product was listed.
     *
     * @param name its first name
     * @param category for instance {@code Furniture}
     * @param subCategory for instance {@code Chairs}
     */
    @EventName("product-listed")
    record ProductListed(String productId, String name, String category, String subCategory) implements ProductEvent {}

    /**
     * A product got one more name; it keeps those it had.
     *
     * @param name the new one
     */
    @EventName("product-name-added")
    record ProductNameAdded(String productId, String name) implements ProductEvent {}
}
