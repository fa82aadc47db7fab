package io.myelin.chaos.writer;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.chaos.history.EventRef;
import io.myelin.chaos.history.HistoryFile;
import io.myelin.chaos.history.TextDigest;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what this process does, when it does it. Thread-safe. */
final class Notes {

    private final HistoryFile file;
    private final InstantSource clock;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();

    Notes(HistoryFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    void invoked(Workload.Append append) {
        file.write(new Entry.Invoked(
                micros(),
                append.operation(),
                append.events().stream().map(NewEvent::event).map(Notes::ref).toList()));
    }

    void answered(Workload.Append append, Answer answer) {
        file.write(new Entry.Answered(micros(), append.operation(), answer));
        AtomicInteger counter = refused;
        if (answer instanceof Answer.Committed) {
            counter = acknowledged;
        } else if (answer instanceof Answer.Unknown) {
            counter = unknown;
        }
        counter.incrementAndGet();
    }

    /** Loads an aggregate and writes down what was there. */
    void load(CommitLog log, String aggregateId) {
        long position = log.position();
        List<LoggedEvent> events = log.events(aggregateId, 0);
        long after = log.position();
        TextDigest digest = new TextDigest();
        events.forEach(event -> digest.add(event.eventId()));
        file.write(new Entry.Loaded(micros(), aggregateId, position, after, events.size(), digest.value()));
    }

    void readOn(Entry.ReadOn read) {
        file.write(read);
    }

    void noticed(String what) {
        file.write(new Entry.Noticed(micros(), what));
    }

    /** Returns how many commits were acknowledged, refused, and in doubt, so far. */
    String progress() {
        return acknowledged.get() + " " + refused.get() + " " + unknown.get();
    }

    long micros() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static EventRef ref(LoggedEvent event) {
        return new EventRef(event.eventId(), event.aggregateId(), event.sequenceNumber());
    }
}
