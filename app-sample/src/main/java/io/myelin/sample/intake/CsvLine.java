package io.myelin.sample.intake;

import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.Address;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.SoldProduct;
import java.time.LocalDate;

/** One good line of an orders file. */
record CsvLine(long lineNumber, CsvFields fields, RegisterCustomer customer, OrderHead head, OrderLine orderLine) {

    static CsvLine of(long lineNumber, CsvFields fields) {
        RegisterCustomer customer = new RegisterCustomer(
                fields.text(Column.CUSTOMER_ID), fields.text(Column.CUSTOMER_NAME), fields.text(Column.SEGMENT));
        return new CsvLine(lineNumber, fields, customer, head(fields, customer), orderLine(fields));
    }

    private static OrderHead head(CsvFields fields, RegisterCustomer customer) {
        LocalDate orderedOn = fields.date(Column.ORDER_DATE);
        LocalDate shippedOn = fields.date(Column.SHIP_DATE);
        if (shippedOn.isBefore(orderedOn)) {
            throw new BrokenLineException(
                    "'Ship Date' %s lies before 'Order Date' %s.".formatted(shippedOn, orderedOn));
        }
        return new OrderHead(
                fields.text(Column.ORDER_ID),
                customer.customerId(),
                orderedOn,
                address(fields),
                shippedOn,
                fields.text(Column.SHIP_MODE));
    }

    private static Address address(CsvFields fields) {
        return new Address(
                fields.text(Column.CITY),
                fields.text(Column.STATE),
                fields.text(Column.POSTAL_CODE),
                fields.text(Column.REGION),
                fields.text(Column.COUNTRY));
    }

    private static OrderLine orderLine(CsvFields fields) {
        SoldProduct product = new SoldProduct(
                fields.text(Column.PRODUCT_ID),
                fields.text(Column.PRODUCT_NAME),
                fields.text(Column.CATEGORY),
                fields.text(Column.SUB_CATEGORY));
        try {
            return new OrderLine(
                    fields.number(Column.ROW_ID),
                    product,
                    fields.number(Column.QUANTITY),
                    fields.amount(Column.SALES),
                    fields.amount(Column.DISCOUNT),
                    fields.amount(Column.PROFIT));
        } catch (IllegalArgumentException e) {
            throw new BrokenLineException(String.valueOf(e.getMessage()));
        }
    }
}
