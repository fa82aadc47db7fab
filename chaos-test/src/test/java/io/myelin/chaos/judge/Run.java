package io.myelin.chaos.judge;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.chaos.history.EventRef;
import io.myelin.chaos.history.ProcessHistory;
import io.myelin.chaos.history.TextDigest;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A run that is made up: a log and one process's history, step by step, right unless a test asks for something wrong. */
final class Run {

    private static final byte[] NOTHING = new byte[0];

    final List<LogRecord> log = new ArrayList<>();
    final List<Entry> history = new ArrayList<>();
    private long micros;

    Verdict verdict() {
        return Judge.judge(new ValidLog(log), List.of(new ProcessHistory("w0.1", history)));
    }

    /** A commit is asked for, lands and is acknowledged. */
    Run committed(String operation, EventRef... events) {
        long base = log.size();
        return invoked(operation, events).landed(operation, events).told(operation, new Answer.Committed(base));
    }

    Run invoked(String operation, EventRef... events) {
        history.add(new Entry.Invoked(++micros, operation, List.of(events)));
        return this;
    }

    Run told(String operation, Answer answer) {
        history.add(new Entry.Answered(++micros, operation, answer));
        return this;
    }

    /** The events land as a group of their own, where they are expected. */
    Run landed(String operation, EventRef... events) {
        return landedAt(log.size(), operation, events);
    }

    /** The events land as a group of their own, which was expected at this offset. */
    Run landedAt(long base, String operation, EventRef... events) {
        UUID group = UUID.randomUUID();
        for (int i = 0; i < events.length; i++) {
            Stamp stamp = new Stamp(group, base, events.length, i, commitId(operation), i, events.length);
            log.add(new LogRecord.Event(log.size(), stamp, logged(events[i])));
        }
        return this;
    }

    Run fence() {
        log.add(new LogRecord.Fence(log.size()));
        return this;
    }

    Run loaded(String aggregateId, long position, String... eventIds) {
        TextDigest digest = new TextDigest();
        for (String id : eventIds) {
            digest.add(id);
        }
        history.add(new Entry.Loaded(++micros, aggregateId, position, position, eventIds.length, digest.value()));
        return this;
    }

    Run read(long from, long to, String... offsetsAndIds) {
        TextDigest digest = new TextDigest();
        for (String each : offsetsAndIds) {
            digest.add(each);
        }
        history.add(new Entry.ReadOn(++micros, from, to, offsetsAndIds.length, digest.value()));
        return this;
    }

    static EventRef event(String id, String aggregateId, long sequenceNumber) {
        return new EventRef(id, aggregateId, sequenceNumber);
    }

    static UUID commitId(String operation) {
        return UUID.nameUUIDFromBytes(operation.getBytes(StandardCharsets.UTF_8));
    }

    private static LoggedEvent logged(EventRef event) {
        return new LoggedEvent(
                event.id(),
                "Chaos",
                event.aggregateId(),
                event.sequenceNumber(),
                0,
                0,
                "changed",
                null,
                NOTHING,
                NOTHING);
    }
}
