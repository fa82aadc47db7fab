package io.myelin.sample.intake;

import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.SoldProduct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers lines to customers, products and orders, in the order in which the file names them first.
 *
 * <p>The first line that tells of something decides what it is; a later line that says otherwise is refused. A product
 * may go by several names, and an order may name a product twice: the file does both.
 */
final class OrderFileLines {

    private final Map<String, CsvLine> firstOfCustomer = new LinkedHashMap<>();
    private final Map<String, CsvLine> firstOfProduct = new HashMap<>();
    private final Map<String, CsvLine> firstOfOrder = new LinkedHashMap<>();
    private final Map<String, FileProduct> products = new LinkedHashMap<>();
    private final Map<String, List<OrderLine>> orderLines = new HashMap<>();
    private final Map<Integer, Long> lineOfRowId = new HashMap<>();

    /** Adds the line, or refuses it and stays as it was. */
    void add(CsvLine line) {
        String customerId = line.customer().customerId();
        String orderId = line.head().orderId();
        SoldProduct sold = line.orderLine().product();
        refuseTwice(line);
        refuseOther(Column.CUSTOMER_ID, firstOfCustomer.get(customerId), line);
        refuseOther(Column.ORDER_ID, firstOfOrder.get(orderId), line);
        refuseOther(Column.PRODUCT_ID, firstOfProduct.get(sold.productId()), line);

        lineOfRowId.put(line.orderLine().lineNumber(), line.lineNumber());
        firstOfCustomer.putIfAbsent(customerId, line);
        firstOfOrder.putIfAbsent(orderId, line);
        firstOfProduct.putIfAbsent(sold.productId(), line);
        products.computeIfAbsent(sold.productId(), id -> new FileProduct(sold)).addName(sold.name());
        orderLines.computeIfAbsent(orderId, id -> new ArrayList<>()).add(line.orderLine());
    }

    List<RegisterCustomer> customers() {
        return firstOfCustomer.values().stream().map(CsvLine::customer).toList();
    }

    List<FileProduct> products() {
        return List.copyOf(products.values());
    }

    List<FileOrder> orders() {
        return firstOfOrder.values().stream()
                .map(CsvLine::head)
                .map(head -> new FileOrder(head, orderLines.getOrDefault(head.orderId(), List.of())))
                .toList();
    }

    private void refuseTwice(CsvLine line) {
        Long first = lineOfRowId.get(line.orderLine().lineNumber());
        if (first != null) {
            throw new BrokenLineException(String.format(
                    Locale.ROOT,
                    "'Row ID' %d was already used in line %,d; each line needs its own.",
                    line.orderLine().lineNumber(),
                    first));
        }
    }

    private static void refuseOther(Column identifier, @Nullable CsvLine first, CsvLine found) {
        if (first == null) {
            return;
        }
        for (Column column : identifier.dependents()) {
            String was = first.fields().raw(column);
            String is = found.fields().raw(column);
            if (!was.equals(is)) {
                throw new BrokenLineException(String.format(
                        Locale.ROOT,
                        "'%s' is '%s', but line %,d has '%s' with the same '%s'.",
                        column.title(),
                        Texts.shortened(is),
                        first.lineNumber(),
                        Texts.shortened(was),
                        identifier.title()));
            }
        }
    }
}
