package io.myelin.store.kafka.index;

import com.sun.management.OperatingSystemMXBean;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Measures the index alone: taking in groups of 256 commits after the writer's check, and loading aggregates.
 *
 * <p>Not a test: run {@code main} with the number of events and the events of an aggregate, on a machine that does nothing else.
 */
final class IndexMeasurement {

    private static final int GROUP = 256;
    private static final int PAYLOAD_BYTES = 256;
    private static final int META_DATA_BYTES = 64;
    private static final int LOADS = 20_000;

    /** The first part runs before the JVM has compiled everything; the others show whether a larger index is slower. */
    private static final int PARTS = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SplittableRandom random = new SplittableRandom(1);
    private final int aggregates;
    private final long[] next;
    private final UUID[] names;
    private long offset;

    private IndexMeasurement(int aggregates) {
        this.aggregates = aggregates;
        this.next = new long[aggregates];
        this.names = new UUID[aggregates];
        Arrays.setAll(names, i -> new UUID(random.nextLong() & ~0x8000L, random.nextLong()));
    }

    public static void main(String[] args) throws IOException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int perAggregate = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("index-measurement");
        IndexMeasurement measurement = new IndexMeasurement(events / perAggregate);
        try (LogIndex index = LogIndex.open(directory, "topic", IndexSettings.defaults())) {
            for (int part = 0; part < PARTS; part++) {
                measurement.takeIn(index, events / PARTS);
            }
            measurement.load(index, "warm");
        }
        long start = System.nanoTime();
        try (LogIndex index = LogIndex.open(directory, "topic", IndexSettings.defaults())) {
            say("opened again in %.0f ms", (System.nanoTime() - start) / 1e6);
            measurement.load(index, "just opened");
        }
        try (var files = Files.walk(directory)) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            say("on disk: %.0f MB, %d bytes an event", bytes / 1e6, bytes / events);
        }
    }

    private void takeIn(LogIndex index, int events) {
        Spent spent = new Spent();
        long processNs = -PROCESS.getProcessCpuTime();
        for (int done = 0; done < events; done += GROUP) {
            long start = cpuNs();
            ValidGroup group = group();
            spent.makingNs += cpuNs() - start;
            long clock = System.nanoTime();
            check(index, group, spent);
            long checked = cpuNs();
            long applying = System.nanoTime();
            index.apply(List.of(group), group.end());
            spent.applyNs += cpuNs() - checked;
            spent.worstApplyNs = Math.max(spent.worstApplyNs, System.nanoTime() - applying);
            spent.clockNs += System.nanoTime() - clock;
        }
        processNs += PROCESS.getProcessCpuTime();
        say(
                "%,d in: %,.0f/s by the clock, slowest apply %.1f ms; CPU of the applying thread in µs an event: heads %.2f,"
                        + " identifiers %.2f, apply %.2f; of all threads: %.2f",
                events,
                events / (spent.clockNs / 1e9),
                spent.worstApplyNs / 1e6,
                spent.headsNs / 1e3 / events,
                spent.identifiersNs / 1e3 / events,
                spent.applyNs / 1e3 / events,
                (processNs - spent.makingNs) / 1e3 / events);
    }

    private static void check(LogIndex index, ValidGroup group, Spent spent) {
        long start = cpuNs();
        for (var record : group.records()) {
            LoggedEvent event = record.event();
            require(index.lastSequenceNumber(event.aggregateId()) < event.sequenceNumber());
        }
        long headsChecked = cpuNs();
        for (var record : group.records()) {
            require(!index.containsEvent(record.event().eventId()));
        }
        spent.headsNs += headsChecked - start;
        spent.identifiersNs += cpuNs() - headsChecked;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("The index holds an event that was not applied yet.");
        }
    }

    private void load(LogIndex index, String state) {
        long[] took = new long[LOADS];
        long events = 0;
        for (int i = 0; i < LOADS; i++) {
            String aggregate = names[random.nextInt(aggregates)].toString();
            long start = System.nanoTime();
            events += index.events(aggregate, 0).size();
            took[i] = System.nanoTime() - start;
        }
        Arrays.sort(took);
        say(
                "load, %s: %d events on average, p50 %.0f µs, p99 %.0f µs, slowest %.0f µs",
                state, events / LOADS, took[LOADS / 2] / 1e3, took[LOADS * 99 / 100] / 1e3, took[LOADS - 1] / 1e3);
    }

    private ValidGroup group() {
        List<LoggedEvent> events = new ArrayList<>(GROUP);
        for (int i = 0; i < GROUP; i++) {
            int aggregate = random.nextInt(aggregates);
            events.add(event(names[aggregate].toString(), next[aggregate]++));
        }
        ValidGroup group = Groups.group(offset, events);
        offset = group.end();
        return group;
    }

    private LoggedEvent event(String aggregateId, long sequenceNumber) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        for (int i = 0; i < PAYLOAD_BYTES; i++) {
            payload[i] = (byte) ('a' + random.nextInt(16)); // Half compressible, about as JSON is.
        }
        String eventId = new UUID(random.nextLong() & ~0x8000L, random.nextLong()).toString();
        return new LoggedEvent(
                eventId,
                "Order",
                aggregateId,
                sequenceNumber,
                offset,
                0,
                "order-placed",
                null,
                payload,
                new byte[META_DATA_BYTES]);
    }

    /** The thread's own time, so that what else runs on the machine matters less. */
    private static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static final class Spent {
        private long makingNs;
        private long headsNs;
        private long identifiersNs;
        private long applyNs;
        private long clockNs;
        private long worstApplyNs;
    }
}
