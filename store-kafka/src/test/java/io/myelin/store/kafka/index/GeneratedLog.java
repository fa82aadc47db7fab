package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A log whose every record follows from its offset, so that two processes agree on it without exchanging it. Groups
 * have 1 to 300 events, and after some of them there is a gap of void records.
 */
final class GeneratedLog {

    private static final int AGGREGATES = 997;
    private static final int GROUP_MAX = 300;
    private static final int GAP_MAX = 3;

    private final int payloadBytes;

    GeneratedLog(int payloadBytes) {
        this.payloadBytes = payloadBytes;
    }

    ValidGroup groupAt(long base) {
        int length = 1 + new SplittableRandom(base).nextInt(GROUP_MAX);
        List<LoggedEvent> events = new ArrayList<>();
        for (long offset = base; offset < base + length; offset++) {
            events.add(eventAt(offset));
        }
        return Groups.group(base, events);
    }

    /** Returns where the next group begins, which is the position after this one. */
    long nextAfter(ValidGroup group) {
        return group.end() + new SplittableRandom(group.end()).nextInt(GAP_MAX);
    }

    /** Applies the groups from the index's position on until it is at the limit or beyond. */
    void applyTo(LogIndex index, long positionMin) {
        while (index.position() < positionMin) {
            ValidGroup group = groupAt(index.position());
            index.apply(List.of(group), nextAfter(group));
        }
    }

    /** Checks that the index holds what the log has below the index's position, and nothing else. */
    void assertHeldBy(LogIndex index) {
        Map<String, List<Long>> expected = new HashMap<>();
        Optional<LastGroup> last = Optional.empty();
        long at = 0;
        while (at < index.position()) {
            ValidGroup group = groupAt(at);
            group.records().forEach(record -> {
                LoggedEvent event = record.event();
                expected.computeIfAbsent(event.aggregateId(), id -> new ArrayList<>())
                        .add(event.sequenceNumber());
                requireHeld(index.containsEvent(event.eventId()), event);
            });
            last = Optional.of(LastGroup.of(group));
            at = nextAfter(group);
        }
        assertThat(index.position()).as("a position between groups").isEqualTo(at);
        assertThat(index.lastGroup()).isEqualTo(last);
        expected.forEach((aggregate, numbers) -> assertStream(index, aggregate, numbers));
        groupAt(at)
                .records()
                .forEach(record -> assertThat(index.containsEvent(record.event().eventId()))
                        .as("event at %s, beyond the position", record.offset())
                        .isFalse());
    }

    private static void assertStream(LogIndex index, String aggregate, List<Long> numbers) {
        assertThat(index.events(aggregate, 0).stream()
                        .map(LoggedEvent::sequenceNumber)
                        .toList())
                .as(aggregate)
                .isEqualTo(numbers);
        assertThat(index.lastSequenceNumber(aggregate)).as(aggregate).isEqualTo(numbers.get(numbers.size() - 1));
    }

    private static void requireHeld(boolean held, LoggedEvent event) {
        if (!held) {
            throw new AssertionError("Event " + event.eventId() + " is missing.");
        }
    }

    private LoggedEvent eventAt(long offset) {
        String aggregate = "aggregate-" + offset % AGGREGATES;
        byte[] payload = new byte[payloadBytes];
        new SplittableRandom(offset).nextBytes(payload);
        return new LoggedEvent(
                "event-" + offset,
                "Order",
                aggregate,
                offset / AGGREGATES,
                offset,
                0,
                "placed",
                null,
                payload,
                payload);
    }
}
