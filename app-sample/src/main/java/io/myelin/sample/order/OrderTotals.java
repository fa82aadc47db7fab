package io.myelin.sample.order;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * What order lines amount to, exactly.
 *
 * <p>Amounts are in their shortest form, so that equal sums are equal totals.
 *
 * @param lines how many lines
 * @param quantity pieces
 * @param sales in dollars
 * @param profit in dollars, below 0 for a loss
 */
public record OrderTotals(long lines, long quantity, BigDecimal sales, BigDecimal profit) {

    /** Of no lines at all. */
    public static final OrderTotals NONE = new OrderTotals(0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Brings the amounts to their shortest form. */
    public OrderTotals {
        sales = OrderLine.shortest(requireNonNull(sales, "sales"));
        profit = OrderLine.shortest(requireNonNull(profit, "profit"));
    }

    /** Adds the lines up. */
    public static OrderTotals of(Collection<OrderLine> lines) {
        return lines.stream()
                .map(line -> new OrderTotals(1, line.quantity(), line.sales(), line.profit()))
                .reduce(NONE, OrderTotals::plus);
    }

    /** Adds up both. */
    public OrderTotals plus(OrderTotals other) {
        return new OrderTotals(
                lines + other.lines, quantity + other.quantity, sales.add(other.sales), profit.add(other.profit));
    }
}
