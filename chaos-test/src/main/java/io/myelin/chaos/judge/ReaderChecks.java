package io.myelin.chaos.judge;

import io.myelin.chaos.history.Entry;
import io.myelin.chaos.history.ProcessHistory;
import io.myelin.chaos.history.TextDigest;
import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogFollower;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.ReadableLog;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that all who have read to one offset hold the same (S4): the store's readers, and what processes saw as they ran. */
final class ReaderChecks {

    /** Readers from the middle of a long log: one from each of so many offsets, evenly spread. */
    private static final int MIDDLES_MAX = 2_000;

    /** A reader that agrees for so many records after its start will do so to the end: no group is longer. */
    private static final int MIDDLE_RECORDS = 400;

    private final ValidLog log;
    private final Anomalies anomalies;
    private final Map<String, List<LogRecord.Event>> streams = new HashMap<>();
    private int loads;
    private int reads;
    private int middles;

    ReaderChecks(ValidLog log, Anomalies anomalies) {
        this.log = log;
        this.anomalies = anomalies;
        for (LogRecord.Event event : log.events()) {
            streams.computeIfAbsent(event.event().aggregateId(), id -> new ArrayList<>())
                    .add(event);
        }
    }

    Verdict.Checks checks() {
        return new Verdict.Checks(loads, reads, middles);
    }

    /** Has the store's own readers read the log, from its start and from the middle. */
    void checkStoresReaders() {
        List<Long> valid = offsets(log.events());
        List<Long> fromStart = new ArrayList<>();
        GroupReader reader = new GroupReader(0);
        log.records().forEach(record -> reader.accept(record, collectInto(fromStart)));
        if (!fromStart.equals(valid)) {
            anomalies.add(
                    "S4",
                    "the store's reader from the start hands out %d events, but %d are valid."
                            .formatted(fromStart.size(), valid.size()));
        }
        int size = log.records().size();
        int step = Math.max(1, size / MIDDLES_MAX);
        for (int from = 0; from < size; from += step) {
            checkFromMiddle(from, Math.min(size, from + MIDDLE_RECORDS), valid);
        }
    }

    private void checkFromMiddle(int from, int to, List<Long> valid) {
        middles++;
        ReadableLog upTo =
                (start, max) -> log.records().subList((int) Math.min(start, to), (int) Math.min(to, start + max));
        LogFollower follower = new LogFollower(upTo, from);
        List<Long> handedOut = offsets(follower.poll(MIDDLE_RECORDS * 2));
        long position = follower.position();
        List<Long> expected = valid.stream()
                .filter(offset -> offset >= from && offset < position)
                .toList();
        if (!handedOut.equals(expected)) {
            anomalies.add(
                    "S4",
                    "a reader from offset %d hands out %s, but valid is %s.".formatted(from, handedOut, expected));
        }
    }

    /** Compares what a process loaded and read while it ran. */
    void check(ProcessHistory history) {
        for (Entry entry : history.entries()) {
            if (entry instanceof Entry.Loaded loaded) {
                loads++;
                checkLoaded(history.process(), loaded);
            } else if (entry instanceof Entry.ReadOn read) {
                reads++;
                checkRead(history.process(), read);
            }
        }
    }

    private void checkLoaded(String process, Entry.Loaded loaded) {
        List<LogRecord.Event> stream = streams.getOrDefault(loaded.aggregateId(), List.of());
        long least = stream.stream()
                .filter(event -> event.offset() < loaded.position())
                .count();
        long most = stream.stream()
                .filter(event -> event.offset() < loaded.positionAfter())
                .count();
        boolean inTime = loaded.count() >= least && loaded.count() <= most;
        if (!inTime || digest(stream.subList(0, loaded.count())) != loaded.digest()) {
            anomalies.add(
                    "S4",
                    "%s loaded %d events of aggregate %s between positions %d and %d; the log has %d to %d there%s."
                            .formatted(
                                    process,
                                    loaded.count(),
                                    loaded.aggregateId(),
                                    loaded.position(),
                                    loaded.positionAfter(),
                                    least,
                                    most,
                                    inTime ? ", and they are others" : ""));
        }
    }

    private void checkRead(String process, Entry.ReadOn read) {
        TextDigest digest = new TextDigest();
        int count = 0;
        for (LogRecord.Event event : log.events()) {
            if (event.offset() >= read.from() && event.offset() < read.to()) {
                digest.add(event.offset() + "=" + event.event().eventId());
                count++;
            }
        }
        if (count != read.count() || digest.value() != read.digest()) {
            anomalies.add(
                    "S4",
                    "a reader of %s got %d events from offset %d to %d; valid are %d%s."
                            .formatted(
                                    process,
                                    read.count(),
                                    read.from(),
                                    read.to(),
                                    count,
                                    count == read.count() ? ", and others" : ""));
        }
    }

    private static long digest(List<LogRecord.Event> events) {
        TextDigest digest = new TextDigest();
        events.forEach(event -> digest.add(event.event().eventId()));
        return digest.value();
    }

    private static List<Long> offsets(List<LogRecord.Event> events) {
        return events.stream().map(LogRecord.Event::offset).toList();
    }

    private static GroupReader.Decisions collectInto(List<Long> offsets) {
        return new GroupReader.Decisions() {
            @Override
            public void valid(ValidGroup group) {
                group.records().forEach(record -> offsets.add(record.offset()));
            }

            @Override
            public void skipped(LogRecord record) {
                // What is valid is compared; the rest follows.
            }
        };
    }
}
