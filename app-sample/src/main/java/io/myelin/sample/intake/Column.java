package io.myelin.sample.intake;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The columns of an orders file that are read; a file may have more, in any order. */
enum Column {
    ROW_ID("Row ID"),
    ORDER_ID("Order ID"),
    ORDER_DATE("Order Date"),
    SHIP_DATE("Ship Date"),
    SHIP_MODE("Ship Mode"),
    CUSTOMER_ID("Customer ID"),
    CUSTOMER_NAME("Customer Name"),
    SEGMENT("Segment"),
    COUNTRY("Country"),
    CITY("City"),
    STATE("State"),
    POSTAL_CODE("Postal Code"),
    REGION("Region"),
    PRODUCT_ID("Product ID"),
    CATEGORY("Category"),
    SUB_CATEGORY("Sub-Category"),
    PRODUCT_NAME("Product Name"),
    SALES("Sales"),
    QUANTITY("Quantity"),
    DISCOUNT("Discount"),
    PROFIT("Profit");

    private static final Map<Column, Set<Column>> DEPENDENTS = Map.of(
            ORDER_ID,
            EnumSet.of(ORDER_DATE, SHIP_DATE, SHIP_MODE, CUSTOMER_ID, COUNTRY, CITY, STATE, POSTAL_CODE, REGION),
            CUSTOMER_ID,
            EnumSet.of(CUSTOMER_NAME, SEGMENT),
            PRODUCT_ID,
            EnumSet.of(CATEGORY, SUB_CATEGORY));

    private final String title;

    Column(String title) {
        this.title = title;
    }

    /** As the file's header calls it. */
    String title() {
        return title;
    }

    /** For an identifier, the columns that say the same in all lines that have the same identifier. */
    Set<Column> dependents() {
        return DEPENDENTS.getOrDefault(this, Set.of());
    }
}
