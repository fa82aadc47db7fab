package io.myelin.sample.readmodel;

import static java.util.Objects.requireNonNull;

import io.myelin.sample.order.OrderTotals;

/**
 * One running sum.
 *
 * @param value which category, region, month or customer
 * @param orders how many orders; 0 where orders aren't counted, by category
 * @param totals what their lines amount to
 */
public record SalesSum(String value, long orders, OrderTotals totals) {

    /** Checks that nothing is missing. */
    public SalesSum {
        requireNonNull(value, "value");
        requireNonNull(totals, "totals");
    }
}
