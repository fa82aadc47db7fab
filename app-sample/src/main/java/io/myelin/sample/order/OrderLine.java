package io.myelin.sample.order;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * One line of an order: what was sold, how much of it, and for how much.
 *
 * <p>Amounts are exact. They are brought to the shortest form (2.50 becomes 2.5), so that two lines of the same
 * amounts are equal however they were written.
 *
 * @param lineNumber tells this line from the order's others; an order may hold two lines that are alike in all else
 * @param product what was sold, under the name it was sold under
 * @param quantity pieces, at least 1
 * @param sales what the customer paid for all pieces, discount taken off; in dollars
 * @param discount share taken off the list price, 0 to 1
 * @param profit what the shop earned with the line; below 0 for a loss
 */
public record OrderLine(
        int lineNumber, SoldProduct product, int quantity, BigDecimal sales, BigDecimal discount, BigDecimal profit) {

    /** Digits after the point that an amount may have: as many as the read models' columns keep. */
    public static final int DECIMALS_MAX = 4;

    /** Digits before the point that an amount may have: with the decimals, 19 fit the read models' columns. */
    public static final int INTEGER_DIGITS_MAX = 15;

    /** Pieces that one line may sell; more is taken for a slip of the keyboard. */
    public static final int QUANTITY_MAX = 1_000_000;

    /**
     * Checks the line and brings its amounts to their shortest form.
     *
     * @throws IllegalArgumentException if a number is outside its limits; the message names it
     */
    public OrderLine {
        requireNonNull(product, "product");
        if (quantity < 1 || quantity > QUANTITY_MAX) {
            throw new IllegalArgumentException("quantity must be 1 to %d, was %d.".formatted(QUANTITY_MAX, quantity));
        }
        sales = amount("sales", sales);
        discount = amount("discount", discount);
        profit = amount("profit", profit);
        if (discount.signum() < 0 || discount.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("discount must be 0 to 1, was " + discount.toPlainString() + ".");
        }
    }

    private static BigDecimal amount(String name, BigDecimal value) {
        // The digits are counted first: written out, 1E+999999999 would fill the memory.
        BigDecimal stripped = requireNonNull(value, name).stripTrailingZeros();
        if (stripped.scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException("%s may have %d decimals, was %s; more would be lost in the read models."
                    .formatted(name, DECIMALS_MAX, value));
        }
        if (stripped.precision() - (long) stripped.scale() > INTEGER_DIGITS_MAX) {
            throw new IllegalArgumentException(
                    "%s may have %d digits before the point, was %s.".formatted(name, INTEGER_DIGITS_MAX, value));
        }
        return shortest(stripped);
    }

    /** 2.50 becomes 2.5; 100 stays 100, where {@code stripTrailingZeros} alone makes 1E+2 of it. */
    static BigDecimal shortest(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
