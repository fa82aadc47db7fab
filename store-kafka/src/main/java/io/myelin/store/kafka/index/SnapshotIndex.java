package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The newest snapshot of every aggregate, as the snapshots' topic has them; a part of {@link LogIndex} that is filled
 * on its own.
 *
 * <p>Thread-safe, but for {@link #startOf} and {@link #apply}, which are for one thread. Failures are those of {@link LogIndex}.
 */
public final class SnapshotIndex {

    private static final byte[] FIRST_KEY = {};
    private static final byte[] BEYOND_ALL_KEYS = beyondAllKeys();

    private final Database database;
    private final StoredEntries entries;
    private @Nullable String topicId;

    SnapshotIndex(Database database, StoredEntries entries) {
        this.database = database;
        this.entries = entries;
    }

    /**
     * Says which topic the snapshots come from, and returns the offset below which it is applied. Snapshots of another
     * topic are forgotten: events do without them.
     *
     * @param snapshotsTopicId Kafka's id of the topic
     */
    public long startOf(String snapshotsTopicId) {
        topicId = snapshotsTopicId;
        SnapshotsApplied found = entries.snapshotsApplied(database.get(Family.META, SnapshotsApplied.key()));
        if (found.topicId().equals(snapshotsTopicId)) {
            return found.position();
        }
        SnapshotsApplied nothing = new SnapshotsApplied(snapshotsTopicId, 0);
        database.write((db, batch) -> {
            batch.deleteRange(db.handle(Family.SNAPSHOTS), FIRST_KEY, BEYOND_ALL_KEYS);
            batch.put(db.handle(Family.META), SnapshotsApplied.key(), nothing.bytes());
        });
        return 0;
    }

    /**
     * Applies what was read and moves the position, both or neither. Changes may be applied again if all that followed
     * them are applied again too.
     *
     * @param changes in the order of the topic
     * @param position the offset below which the topic is now applied
     * @throws IllegalStateException before {@link #startOf}
     */
    public void apply(List<SnapshotChange> changes, long position) {
        if (topicId == null) {
            throw new IllegalStateException("Nobody has said which topic the snapshots come from; call startOf first.");
        }
        SnapshotsApplied after = new SnapshotsApplied(topicId, position);
        database.write((db, batch) -> {
            for (SnapshotChange change : changes) {
                put(db, batch, change);
            }
            batch.put(db.handle(Family.META), SnapshotsApplied.key(), after.bytes());
        });
    }

    /** Returns the aggregate's snapshot: the last one of the topic. */
    public Optional<LoggedEvent> find(String aggregateId) {
        byte[] found = database.get(Family.SNAPSHOTS, Digest.of(aggregateId).bytes());
        return found == null ? Optional.empty() : Optional.of(entries.event(aggregateId, found));
    }

    private static void put(Database database, WriteBatch batch, SnapshotChange change) throws RocksDBException {
        byte[] key = Digest.of(change.aggregateId()).bytes();
        LoggedEvent snapshot = change.snapshot();
        if (snapshot == null) {
            batch.delete(database.handle(Family.SNAPSHOTS), key);
        } else {
            ByteBuffer value = ByteBuffer.allocate(EventCodec.sizeMax(snapshot));
            EventCodec.encode(change.offset(), snapshot, value);
            batch.put(database.handle(Family.SNAPSHOTS), key, Arrays.copyOf(value.array(), value.position()));
        }
    }

    private static byte[] beyondAllKeys() {
        byte[] beyond = new byte[Digest.BYTES + 1];
        Arrays.fill(beyond, (byte) 0xFF);
        return beyond;
    }
}
