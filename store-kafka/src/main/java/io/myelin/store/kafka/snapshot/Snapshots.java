package io.myelin.store.kafka.snapshot;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.util.Optional;

/** The newest snapshot of each aggregate. Thread-safe. */
public interface Snapshots {

    /**
     * Keeps the snapshot in place of the aggregate's last one, unless that one has a higher sequence number. {@link #find}
     * shows it at once. If it turns out later that it could not be stored, a line in the log says so, and it is gone: no
     * more is lost than the time that it would have saved.
     *
     * @param snapshot whose {@code aggregateId} and {@code sequenceNumber} are those of the aggregate when it was taken, and
     *     whose {@code payload} is its state
     */
    void store(LoggedEvent snapshot);

    /** Returns the aggregate's newest snapshot that is known here. */
    Optional<LoggedEvent> find(String aggregateId);
}
