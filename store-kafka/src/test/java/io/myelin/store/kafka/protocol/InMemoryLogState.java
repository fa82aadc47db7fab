package io.myelin.store.kafka.protocol;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state in memory that forgets nothing while it lives. */
class InMemoryLogState implements LogState {

    private final Map<String, Long> last = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private long position;

    @Override
    public long position() {
        return position;
    }

    @Override
    public long lastSequenceNumber(String aggregateId) {
        return last.getOrDefault(aggregateId, NO_EVENTS);
    }

    @Override
    public boolean containsEvent(String eventId) {
        return events.contains(eventId);
    }

    @Override
    public void apply(List<ValidGroup> groups, long newPosition) {
        for (ValidGroup group : groups) {
            for (LogRecord.Event event : group.records()) {
                last.merge(event.event().aggregateId(), event.event().sequenceNumber(), Math::max);
                events.add(event.event().eventId());
            }
        }
        position = newPosition;
    }

    /** Returns what this state holds, for comparison with another's. */
    String content() {
        return new TreeMap<>(last) + " " + new TreeSet<>(events);
    }

    /** Returns a copy, as an index on disk would be after a crash. */
    InMemoryLogState copy() {
        InMemoryLogState copy = new InMemoryLogState();
        copy.last.putAll(last);
        copy.events.addAll(events);
        copy.position = position;
        return copy;
    }
}
