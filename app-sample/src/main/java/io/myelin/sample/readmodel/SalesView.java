package io.myelin.sample.readmodel;

import java.util.Locale;

/** By what the running sums are kept. */
public enum SalesView {
    /** In all: a single sum. */
    ALL,
    /** By the category of the product. */
    CATEGORY,
    /** By the region that the order was sent to. */
    REGION,
    /** By the month of the order, as {@code 2017-12}. */
    MONTH,
    /** By the customer's number. */
    CUSTOMER;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
