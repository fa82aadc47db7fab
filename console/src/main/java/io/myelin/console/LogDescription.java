package io.myelin.console;

import io.myelin.store.kafka.topic.TopicReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What {@code log describe} says.
 *
 * @param servers where it is
 * @param topic what the brokers say of it
 * @param head what the log's end is like
 * @param newest what its newest records are
 */
record LogDescription(String servers, TopicReport topic, Head head, Tally newest) {

    private static final int NAME_WIDTH = 12;

    /** More are of no use to anybody who reads. */
    private static final int WRITERS_MAX = 10;

    /**
     * A log's end.
     *
     * @param beginning the offset of the oldest record
     * @param end the offset after the newest one
     * @param lastTime the newest record's time; empty for an empty log, then it is the epoch
     * @param recordsWithin how many records are younger than a span
     */
    record Head(long beginning, long end, Instant lastTime, Map<Duration, Long> recordsWithin) {}

    /** As lines of text. */
    String text() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("topic id", topic.topicId());
        lines.put("records", records());
        if (head.end() > head.beginning()) {
            lines.put("newest", head.lastTime().toString());
        }
        lines.put("size", size());
        lines.put("rate", rate());
        lines.put("writers", writers());
        lines.put("made of", madeOf());
        lines.put("settings", settings());
        lines.put("findings", findings());
        StringJoiner text = new StringJoiner("\n");
        text.add("Log '%s' on %s".formatted(topic.name(), servers));
        lines.forEach((name, value) -> text.add("  " + name + " ".repeat(NAME_WIDTH - name.length())
                + value.replace("\n", "\n" + " ".repeat(NAME_WIDTH + 2))));
        return text.toString();
    }

    private String records() {
        long count = head.end() - head.beginning();
        return count == 0
                ? "none, the next offset is " + head.end()
                : number("%,d, offsets %d to %d", count, head.beginning(), head.end() - 1);
    }

    private String size() {
        OptionalLong bytes = topic.sizeBytes();
        List<Integer> brokers = topic.layout().replicas();
        String copies = number(
                "%d %s on %s %s",
                brokers.size(),
                brokers.size() == 1 ? "copy" : "copies",
                brokers.size() == 1 ? "broker" : "brokers",
                brokers.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        return bytes.isPresent()
                ? number("%,.1f MiB a copy, %s", bytes.getAsLong() / 1024.0 / 1024.0, copies)
                : "not known (needs the right to Describe the cluster), " + copies;
    }

    private String rate() {
        return head.recordsWithin().entrySet().stream()
                .map(entry -> number(
                        "%,.1f/s in the last %s",
                        entry.getValue() / (double) entry.getKey().toSeconds(), span(entry.getKey())))
                .collect(Collectors.joining(", "));
    }

    private String writers() {
        List<TopicReport.SeenWriter> seen = topic.writers();
        if (seen.isEmpty()) {
            return "none that the brokers remember";
        }
        String named = seen.stream()
                .limit(WRITERS_MAX)
                .map(writer -> "producer %d, last record of %s".formatted(writer.producerId(), writer.last()))
                .collect(Collectors.joining("\n"));
        return seen.size() <= WRITERS_MAX ? named : named + number("\nand %,d more", seen.size() - WRITERS_MAX);
    }

    private String madeOf() {
        long counted = newest.events() + newest.voids() + newest.fences() + newest.foreign();
        if (counted == 0) {
            return "nothing yet";
        }
        return number(
                "%,d events in %,d commits, %,d void records (%.2f %%), %,d fences, %,d foreign records, of the newest %,d",
                newest.events(),
                newest.commits(),
                newest.voids(),
                100.0 * newest.voids() / counted,
                newest.fences(),
                newest.foreign(),
                counted);
    }

    private String settings() {
        return topic.settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    private String findings() {
        return topic.findings().isEmpty() ? "none: the topic keeps its events" : String.join("\n", topic.findings());
    }

    private static String span(Duration span) {
        return span.toHours() >= 24 ? "day" : span.toMinutes() >= 60 ? "hour" : "minute";
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
