package io.myelin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints what was found, and writes it down. */
final class Report {

    private static final String ROW = "%-24s %-10s %14s %14s  %-22s %8s %9s %9s  %-28s %s%n";

    private Report() {}

    static String table(List<Outcome> outcomes) {
        StringBuilder table = new StringBuilder();
        table.append(ROW.formatted(
                "name", "unit", "ours", "baseline", "baseline is", "ratio", "p50 ms", "p99 ms", "must", "reached"));
        for (Outcome o : outcomes) {
            table.append(ROW.formatted(
                    o.name(),
                    o.unit(),
                    figure(o.ours()),
                    figure(o.baseline()),
                    o.baselineName(),
                    figure(o.ratio()),
                    figure(o.p50Ms()),
                    figure(o.p99Ms()),
                    o.must(),
                    o.reached() ? "yes" : "no"));
        }
        return table.toString();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.3f", value);
    }

    static void write(List<Outcome> outcomes, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), outcomes);
    }
}
