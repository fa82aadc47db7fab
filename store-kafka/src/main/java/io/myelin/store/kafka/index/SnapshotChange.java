package io.myelin.store.kafka.index;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.protocol.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the snapshots' topic says about an aggregate.
 *
 * @param offset of the record
 * @param aggregateId whose snapshot
 * @param snapshot the one that counts from now on, or {@code null} if there is none any more
 */
public record SnapshotChange(
        long offset, String aggregateId, @Nullable LoggedEvent snapshot) {

    /** Checks that the snapshot is of the aggregate. */
    public SnapshotChange {
        requireNonNull(aggregateId, "aggregateId");
        if (snapshot != null && !snapshot.aggregateId().equals(aggregateId)) {
            throw new IllegalArgumentException("A snapshot of aggregate " + snapshot.aggregateId()
                    + " can't stand for aggregate " + aggregateId + ".");
        }
    }
}
