package io.myelin.sample;

import io.myelin.sample.intake.IntakePlan;
import io.myelin.sample.intake.IntakeResult;
import io.myelin.sample.intake.OrderFile;
import io.myelin.sample.order.OrderTotals;
import io.myelin.sample.readmodel.ReadModels;
import io.myelin.sample.readmodel.SalesSum;
import io.myelin.sample.readmodel.SalesView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says whether the read models hold what they should.
 *
 * @param isGood whether they do
 * @param lines what was compared, as sentences
 */
record Verdict(boolean isGood, List<String> lines) {

    Verdict {
        lines = List.copyOf(lines);
    }

    /** Compares the read models with the file, line by line, and the running sums with the lines. */
    static Verdict on(ReadModels readModels, OrderFile file, IntakeResult result) {
        List<String> lines = new ArrayList<>();
        boolean isGood = true;
        if (!file.brokenLines().isEmpty()) {
            lines.add(text(
                    "%,d broken lines of %s were left out.", file.brokenLines().size(), file.name()));
        }
        if (!result.refusals().isEmpty()) {
            lines.add(text(
                    "%,d commands were refused by the shop.", result.refusals().size()));
        } else {
            int missing = IntakePlan.of(file, readModels.contents()).commands();
            isGood = missing == 0;
            lines.add(
                    isGood
                            ? text(
                                    "The read models hold every good line of %s, equal to the last decimal.",
                                    file.name())
                            : text("WRONG: the read models lack what %,d commands brought about.", missing));
        }
        OrderTotals sums = readModels.sums(SalesView.ALL).stream()
                .map(SalesSum::totals)
                .reduce(OrderTotals.NONE, OrderTotals::plus);
        boolean isSumRight = sums.equals(readModels.totalsOfLines());
        lines.add(
                isSumRight
                        ? "The running sums equal their lines: no event was counted twice or left out."
                        : text(
                                "WRONG: the lines amount to %s, the running sums say %s.",
                                readModels.totalsOfLines(), sums));
        return new Verdict(isGood && isSumRight, lines);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
