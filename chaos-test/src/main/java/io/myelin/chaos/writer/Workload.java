package io.myelin.chaos.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * What callers append: mostly one event, often several, of one aggregate or more; now and then something that must be refused, and
 * now and then more than fits one group. Not thread-safe.
 */
final class Workload {

    /** Fills a group of {@link WriterStore#GROUP_BYTES_MAX} more than twice. */
    private static final int LARGE_EVENTS = 12;

    private static final int LARGE_PAYLOAD_BYTES = 600;
    private static final int PAYLOAD_BYTES_MAX = 200;

    /** Acknowledged events of which one is used again where an identifier is to repeat. */
    private static final int REMEMBERED_MAX = 50;

    private final RandomGenerator random;
    private final InstantSource clock;
    private final String prefix;
    private final int aggregates;
    private final ToLongFunction<String> lastSequenceNumbers;
    private final List<String> remembered = new ArrayList<>();
    private long operations;

    /**
     * Creates a workload.
     *
     * @param prefix of all its operations, unlike any other's
     * @param lastSequenceNumbers what the store knows of an aggregate
     */
    Workload(
            RandomGenerator random,
            InstantSource clock,
            String prefix,
            int aggregates,
            ToLongFunction<String> lastSequenceNumbers) {
        this.random = random;
        this.clock = clock;
        this.prefix = prefix;
        this.aggregates = aggregates;
        this.lastSequenceNumbers = lastSequenceNumbers;
    }

    /**
     * What to append.
     *
     * @param operation names it
     * @param events of it
     */
    record Append(String operation, List<NewEvent> events) {}

    Append next() {
        String operation = prefix + "." + operations++;
        int kind = random.nextInt(100);
        List<NewEvent> events = new ArrayList<>();
        if (kind < 55) {
            add(events, operation, aggregate(), 1);
        } else if (kind < 75) {
            add(events, operation, aggregate(), 2 + random.nextInt(4));
        } else if (kind < 94) {
            several().forEach(aggregate -> add(events, operation, aggregate, 1 + random.nextInt(3)));
        } else if (kind < 96) {
            addStale(events, operation);
        } else if (kind < 98 && !remembered.isEmpty()) {
            addRepeated(events, operation);
        } else {
            addLarge(events, operation);
        }
        return new Append(operation, events);
    }

    /** Tells that an append was acknowledged. */
    void acknowledged(Append append) {
        if (remembered.size() == REMEMBERED_MAX) {
            remembered.remove(random.nextInt(REMEMBERED_MAX));
        }
        remembered.add(append.events().get(0).event().eventId());
    }

    /** Some aggregates are busier than others, so that writers meet there. */
    String aggregate() {
        return "a" + Math.min(random.nextInt(aggregates), random.nextInt(aggregates));
    }

    private Set<String> several() {
        Set<String> several = new LinkedHashSet<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            several.add(aggregate());
        }
        return several;
    }

    private void add(List<NewEvent> events, String operation, String aggregate, int count) {
        long next = lastSequenceNumbers.applyAsLong(aggregate) + 1;
        for (int i = 0; i < count; i++) {
            events.add(event(id(operation, events.size()), aggregate, next + i, random.nextInt(PAYLOAD_BYTES_MAX)));
        }
    }

    /** Must be refused, unless the aggregate is new. */
    private void addStale(List<NewEvent> events, String operation) {
        String aggregate = aggregate();
        events.add(event(id(operation, 0), aggregate, Math.max(0, lastSequenceNumbers.applyAsLong(aggregate)), 10));
    }

    /** Must be refused: its second event has an identifier that is in the log. */
    private void addRepeated(List<NewEvent> events, String operation) {
        add(events, operation, aggregate(), 1);
        String other = events.get(0).event().aggregateId() + "-other";
        String repeated = remembered.get(random.nextInt(remembered.size()));
        events.add(event(repeated, other, lastSequenceNumbers.applyAsLong(other) + 1, 10));
    }

    private void addLarge(List<NewEvent> events, String operation) {
        String aggregate = aggregate();
        long next = lastSequenceNumbers.applyAsLong(aggregate) + 1;
        for (int i = 0; i < LARGE_EVENTS; i++) {
            events.add(event(id(operation, i), aggregate, next + i, LARGE_PAYLOAD_BYTES));
        }
    }

    private static String id(String operation, int index) {
        return operation + "-" + index;
    }

    private NewEvent event(String id, String aggregate, long sequenceNumber, int payloadBytes) {
        byte[] payload = "x".repeat(payloadBytes).getBytes(UTF_8);
        return new NewEvent(
                new LoggedEvent(
                        id,
                        "Chaos",
                        aggregate,
                        sequenceNumber,
                        clock.instant().toEpochMilli(),
                        0,
                        "changed",
                        "1",
                        payload,
                        new byte[0]),
                Map.of());
    }
}
