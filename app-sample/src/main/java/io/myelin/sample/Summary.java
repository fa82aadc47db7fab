package io.myelin.sample;

import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.OrderTotals;
import io.myelin.sample.readmodel.ReadModels;
import io.myelin.sample.readmodel.SalesSum;
import io.myelin.sample.readmodel.SalesView;
import io.myelin.sample.readmodel.ShopCounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the read models as tables; what matters most stands last, where a terminal shows it. */
final class Summary {

    private static final int BEST_CUSTOMERS = 10;

    private final ReadModels readModels;

    Summary(ReadModels readModels) {
        this.readModels = readModels;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, withOrders("By month", "month", readModels.sums(SalesView.MONTH)));
        add(lines, withOrders("By region", "region", readModels.sums(SalesView.REGION)));
        add(lines, byCategory());
        add(lines, withOrders("Best customers", "customer", readModels.bestCustomers(BEST_CUSTOMERS)));
        add(lines, inAll());
        return lines;
    }

    private static Table withOrders(String title, String what, List<SalesSum> sums) {
        Table table = new Table(title, what, "orders", "lines", "quantity", "sales", "profit");
        for (SalesSum sum : sums) {
            table.row(
                    sum.value(),
                    number(sum.orders()),
                    number(sum.totals().lines()),
                    number(sum.totals().quantity()),
                    amount(sum.totals().sales()),
                    amount(sum.totals().profit()));
        }
        return table;
    }

    private Table byCategory() {
        Table table = new Table("By category", "category", "lines", "quantity", "sales", "profit");
        for (SalesSum sum : readModels.sums(SalesView.CATEGORY)) {
            table.row(
                    sum.value(),
                    number(sum.totals().lines()),
                    number(sum.totals().quantity()),
                    amount(sum.totals().sales()),
                    amount(sum.totals().profit()));
        }
        return table;
    }

    private Table inAll() {
        ShopCounts counts = readModels.counts();
        OrderTotals totals = readModels.sums(SalesView.ALL).stream()
                .map(SalesSum::totals)
                .findFirst()
                .orElse(OrderTotals.NONE);
        return new Table("In all", "", "")
                .row("customers", number(counts.customers()))
                .row("products", number(counts.products()))
                .row("orders", number(counts.orders()))
                .row("orders shipped", number(counts.shipped()))
                .row("lines", number(totals.lines()))
                .row("quantity", number(totals.quantity()))
                .row("sales", amount(totals.sales()))
                .row("profit", amount(totals.profit()));
    }

    private static void add(List<String> lines, Table table) {
        lines.addAll(table.lines());
        lines.add("");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String amount(BigDecimal value) {
        return value.setScale(OrderLine.DECIMALS_MAX).toPlainString();
    }
}
