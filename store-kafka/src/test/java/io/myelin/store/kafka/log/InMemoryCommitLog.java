package io.myelin.store.kafka.log;

import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log in memory: each commit is a group of its own. It obeys {@code CommitLogContract}, as the one on Kafka does. */
public final class InMemoryCommitLog implements CommitLog {

    private final NavigableMap<Long, LogRecord.Event> records = new TreeMap<>();
    private final Map<String, Long> lastSequenceNumbers = new HashMap<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<Consumer<ValidGroup>> listeners = new CopyOnWriteArrayList<>();
    private long position;
    private boolean closed;

    @Override
    public synchronized AppendResult append(List<NewEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A commit has at least one event.");
        }
        if (closed) {
            throw new CommitNotStoredException("The log is closed; nothing was stored.");
        }
        Optional<AppendResult> refusal = refusal(events);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long base = position;
        ValidGroup group = group(events);
        group.records().forEach(this::apply);
        position = group.end();
        listeners.forEach(listener -> listener.accept(group));
        return new AppendResult.Committed(base);
    }

    /** Leaves offsets without a valid event, as void records and fences do. */
    public synchronized void leaveGap(int offsets) {
        position += offsets;
    }

    @Override
    public synchronized List<LoggedEvent> events(String aggregateId, long firstSequenceNumber) {
        return records.values().stream()
                .map(LogRecord.Event::event)
                .filter(event -> event.aggregateId().equals(aggregateId))
                .filter(event -> event.sequenceNumber() >= firstSequenceNumber)
                .toList();
    }

    @Override
    public synchronized long lastSequenceNumber(String aggregateId) {
        return lastSequenceNumbers.getOrDefault(aggregateId, LogState.NO_EVENTS);
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized long end() {
        return position;
    }

    @Override
    public synchronized long offsetAt(Instant time) {
        return records.values().stream()
                .filter(record -> record.event().timestampMs() >= time.toEpochMilli())
                .mapToLong(LogRecord.Event::offset)
                .findFirst()
                .orElse(position);
    }

    @Override
    public Subscription onValid(Consumer<ValidGroup> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public ValidReader readFrom(long fromOffset) {
        return new Reader(fromOffset);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private Optional<AppendResult> refusal(List<NewEvent> events) {
        Map<String, Long> last = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (NewEvent newEvent : events) {
            LoggedEvent event = newEvent.event();
            long lastOne = last.getOrDefault(event.aggregateId(), lastSequenceNumber(event.aggregateId()));
            if (event.sequenceNumber() <= lastOne) {
                return Optional.of(
                        new AppendResult.SequenceConflict(event.aggregateId(), event.sequenceNumber(), lastOne));
            }
            if (eventIds.contains(event.eventId()) || !ids.add(event.eventId())) {
                return Optional.of(new AppendResult.DuplicateEvent(event.eventId()));
            }
            last.put(event.aggregateId(), event.sequenceNumber());
        }
        return Optional.empty();
    }

    private ValidGroup group(List<NewEvent> events) {
        UUID groupId = UUID.randomUUID();
        UUID commitId = UUID.randomUUID();
        List<LogRecord.Event> group = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Stamp stamp = new Stamp(groupId, position, events.size(), i, commitId, i, events.size());
            group.add(new LogRecord.Event(position + i, stamp, events.get(i).event()));
        }
        return new ValidGroup(group);
    }

    private void apply(LogRecord.Event record) {
        records.put(record.offset(), record);
        lastSequenceNumbers.put(record.event().aggregateId(), record.event().sequenceNumber());
        eventIds.add(record.event().eventId());
    }

    private final class Reader implements ValidReader {

        private long next;

        Reader(long fromOffset) {
            next = fromOffset;
        }

        @Override
        public List<LogRecord.Event> poll(int eventsMax, Duration wait) {
            synchronized (InMemoryCommitLog.this) {
                List<LogRecord.Event> found =
                        records.tailMap(next).values().stream().limit(eventsMax).toList();
                next = found.size() < eventsMax
                        ? position
                        : found.get(found.size() - 1).offset() + 1;
                return found;
            }
        }

        @Override
        public long position() {
            return next;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
