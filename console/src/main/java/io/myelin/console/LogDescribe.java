package io.myelin.console;

import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.TopicReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code log describe}. */
@Command(
        name = "describe",
        header = "Say what a log is: settings, size, head, rate, writers, and what its newest records are.",
        description = {"", "Changes nothing. Reads the newest 100,000 records to say what share of them is void.", ""})
final class LogDescribe implements Callable<Integer> {

    /** Seconds to read, and enough for a share in tenths of a percent. */
    private static final long NEWEST_MAX = 100_000;

    private static final List<Duration> SPANS = List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    LogDescribe(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TopicReport topic = connection.inspect();
        try (LogScan scan = connection.openScan()) {
            long beginning = scan.beginning();
            long end = scan.end();
            Tally newest = new Tally(scan.groupStart(Math.max(beginning, end - NEWEST_MAX)));
            Instant lastTime = tally(scan, newest, end);
            LogDescription.Head head = new LogDescription.Head(beginning, end, lastTime, rates(scan, end));
            surroundings.out().println(new LogDescription(connection.servers(), topic, head, newest).text());
        }
        return ExitCode.DONE;
    }

    private Instant tally(LogScan scan, Tally newest, long end) {
        Instant[] lastTime = {Instant.EPOCH};
        long from = newest.position();
        try (Progress progress = surroundings.progress("Reading the newest records", end - from)) {
            scan.records(from, end, record -> {
                newest.add(record);
                lastTime[0] = record.timestamp();
                progress.step(record.offset() - from);
                return true;
            });
        }
        return lastTime[0];
    }

    private Map<Duration, Long> rates(LogScan scan, long end) {
        Instant now = surroundings.clock().instant();
        Map<Duration, Long> rates = new LinkedHashMap<>();
        SPANS.forEach(span -> rates.put(span, Math.max(0, end - scan.offsetAt(now.minus(span), end))));
        return rates;
    }
}
