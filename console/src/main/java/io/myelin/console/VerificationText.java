package io.myelin.console;

import io.myelin.store.kafka.verify.Finding;
import io.myelin.store.kafka.verify.FindingKind;
import io.myelin.store.kafka.verify.Severity;
import io.myelin.store.kafka.verify.VerifyReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What {@code log verify} says. */
record VerificationText(String log, VerifyReport report) {

    /** As lines of text: what the log is made of, what is wrong with it, and the verdict. */
    String text() {
        StringJoiner text = new StringJoiner("\n");
        text.add(madeOf());
        report.found().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(FindingKind::severity).reversed().thenComparing(kind -> kind)))
                .forEach(entry -> addKind(text, entry.getKey(), entry.getValue()));
        text.add(verdict());
        return text.toString();
    }

    private String madeOf() {
        VerifyReport.Counts counts = report.counts();
        return number(
                "Read offsets %d to %d of '%s': %,d events in %,d commits and %,d groups, %,d void records, %,d fences, %,d foreign records.",
                report.beginning(),
                report.end(),
                log,
                counts.events(),
                counts.commits(),
                counts.groups(),
                counts.voidRecords(),
                counts.fences(),
                counts.foreign());
    }

    private void addKind(StringJoiner text, FindingKind kind, long count) {
        text.add("");
        text.add(number("%s: %s, %,d", kind.severity(), kind.title(), count));
        List<Finding> shown = report.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .toList();
        for (Finding finding : shown) {
            String place = finding.offset() == Finding.NOWHERE ? "" : "offset " + finding.offset() + ": ";
            text.add("  " + place + finding.text());
        }
        if (count > shown.size()) {
            text.add(number("  and %,d more", count - shown.size()));
        }
        text.add("  " + kind.meaning());
    }

    private String verdict() {
        if (report.worst().isEmpty()) {
            return "Nothing is wrong with it.";
        }
        return "\nThe worst of it is " + (report.worst().get() == Severity.DAMAGE ? "damage." : "a warning.");
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
