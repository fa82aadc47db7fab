package io.myelin.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table of text: the first column to the left, the others, which are numbers, to the right. Its header may be empty. */
final class Table {

    private static final String GAP = "  ";

    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String... columns) {
        this.title = title;
        rows.add(List.of(columns));
    }

    Table row(String... values) {
        if (values.length != rows.get(0).size()) {
            throw new IllegalArgumentException("The table has %d columns, the row has %d values."
                    .formatted(rows.get(0).size(), values.length));
        }
        rows.add(List.of(values));
        return this;
    }

    /** The title, the header, a rule and the rows, each on a line of its own. */
    List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int place = column;
            widths.add(Collections.max(
                    rows.stream().map(row -> row.get(place).length()).toList()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(title);
        String header = line(rows.get(0), widths);
        if (!header.isBlank()) {
            lines.add(header);
        }
        lines.add("-".repeat(header.length()));
        rows.subList(1, rows.size()).forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private static String line(List<String> values, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < values.size(); column++) {
            String value = values.get(column);
            String padding = " ".repeat(widths.get(column) - value.length());
            line.append(column == 0 ? value + padding : GAP + padding + value);
        }
        return line.toString();
    }
}
