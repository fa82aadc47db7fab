package io.myelin.store.kafka.snapshot;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in memory, for tests of what uses them. */
public final class InMemorySnapshots implements Snapshots {

    private final Map<String, LoggedEvent> newest = new ConcurrentHashMap<>();

    @Override
    public void store(LoggedEvent snapshot) {
        newest.merge(
                snapshot.aggregateId(),
                snapshot,
                (old, added) -> old.sequenceNumber() > added.sequenceNumber() ? old : added);
    }

    @Override
    public Optional<LoggedEvent> find(String aggregateId) {
        return Optional.ofNullable(newest.get(aggregateId));
    }
}
