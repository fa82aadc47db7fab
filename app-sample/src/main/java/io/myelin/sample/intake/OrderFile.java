package io.myelin.sample.intake;

import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.OrderTotals;
import java.util.List;

/** What an orders file holds: all that can be taken in, and each line that can't. Unchangeable. */
public final class OrderFile {

    private final String name;
    private final List<RegisterCustomer> customers;
    private final List<FileProduct> products;
    private final List<FileOrder> orders;
    private final List<BrokenLine> brokenLines;

    OrderFile(String name, OrderFileLines lines, List<BrokenLine> brokenLines) {
        this.name = name;
        this.customers = lines.customers();
        this.products = lines.products();
        this.orders = lines.orders();
        this.brokenLines = List.copyOf(brokenLines);
    }

    /** What to call the file before a person. */
    public String name() {
        return name;
    }

    /** The lines that can't be taken in, in the order of the file. */
    public List<BrokenLine> brokenLines() {
        return brokenLines;
    }

    /** What the good lines amount to. */
    public OrderTotals totals() {
        return orders.stream().map(FileOrder::totals).reduce(OrderTotals.NONE, OrderTotals::plus);
    }

    List<RegisterCustomer> customers() {
        return customers;
    }

    List<FileProduct> products() {
        return products;
    }

    List<FileOrder> orders() {
        return orders;
    }
}
