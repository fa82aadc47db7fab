package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.log.InMemoryCommitLog;
import io.myelin.store.kafka.snapshot.InMemorySnapshots;
import io.myelin.store.kafka.stream.RecentEvents;
import io.myelin.store.kafka.stream.RingLimits;

/** Open logs in memory. */
final class MemoryLog {

    private MemoryLog() {}

    static OpenLog empty() {
        return of(new InMemoryCommitLog());
    }

    static OpenLog of(InMemoryCommitLog log) {
        return new OpenLog(log, new RecentEvents(log, new RingLimits(10, 1_000_000)), new InMemorySnapshots());
    }
}
