package io.myelin.store.kafka.index;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every valid event of a log by aggregate and sequence number, every event identifier, and the position applied; in a
 * local directory.
 *
 * <p>Thread-safe. What a crash loses of the end, the position loses too: whoever opens the index reads the log from
 * {@link #position()} on. Every method throws {@link io.myelin.store.kafka.IndexUnusableException} when the directory
 * or its disk fails, and {@link IllegalStateException} after {@link #close}.
 */
public final class LogIndex implements LogState, AutoCloseable {

    private final IndexDirectory home;
    private final String topicId;
    private final IndexPresence presence;
    private final StoredEntries entries;
    private final Database database;
    private final IndexSettings settings;
    private final SnapshotIndex snapshots;
    private final EventBatch batch = new EventBatch();

    /** Guards the batch and what is recent, and keeps one application of groups from meeting another. */
    private final ReentrantLock applying = new ReentrantLock();

    private final Recent recent;
    private volatile Applied applied;
    private volatile @Nullable IndexUnusableException failure;

    private LogIndex(IndexDirectory home, String topicId, Database database, IndexSettings settings) {
        this.home = home;
        this.topicId = topicId;
        this.presence = IndexPresence.of(home);
        this.entries = new StoredEntries(home.path());
        this.database = database;
        this.settings = settings;
        this.recent = new Recent(settings.recentIdentifiersMax());
        this.snapshots = new SnapshotIndex(database, entries);
        this.applied = entries.applied(database.get(Family.META, Applied.key()));
    }

    /**
     * Opens the index in a directory, and creates it if the directory doesn't exist or is empty.
     *
     * @param directory for this index alone
     * @param topicId Kafka's id of the log's topic, as {@code kafka-topics.sh --describe} prints it
     * @param settings what it may take of the machine
     * @throws io.myelin.store.kafka.IndexUnusableException if the directory is another topic's, in use, damaged or not
     *     accessible; the message says how to mend it
     */
    public static LogIndex open(Path directory, String topicId, IndexSettings settings) {
        return open(directory, topicId, settings, new Tuning(settings));
    }

    /**
     * Opens an index that is there, whichever topic it is of.
     *
     * @throws io.myelin.store.kafka.IndexUnusableException if there is none, or as {@link #open(Path, String, IndexSettings)} does
     */
    public static LogIndex openExisting(Path directory, IndexSettings settings) {
        return open(directory, new IndexDirectory(directory).requireLabel(), settings);
    }

    /** Opens the index with a given tuning, and takes that over. */
    static LogIndex open(Path directory, String topicId, IndexSettings settings, Tuning tuning) {
        requireNonNull(topicId, "topicId");
        IndexDirectory home = new IndexDirectory(directory);
        boolean create;
        try {
            home.claimFor(topicId);
            home.requireSpace(settings.writeBufferBytes());
            create = home.isNew();
        } catch (RuntimeException e) {
            tuning.close();
            throw e;
        }
        Database database = new Database(home, tuning, create);
        try {
            return new LogIndex(home, topicId, database, settings);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public long position() {
        return applied.position();
    }

    /** Returns the last valid group below {@link #position()}, by which to see that the log still holds what this index holds. */
    public Optional<LastGroup> lastGroup() {
        return applied.lastGroup();
    }

    @Override
    public long lastSequenceNumber(String aggregateId) {
        Digest digest = Digest.of(aggregateId);
        applying.lock();
        try {
            long last = recent.lastSequenceNumber(digest);
            return last == DigestTable.ABSENT ? persistedHead(digest) : last;
        } finally {
            applying.unlock();
        }
    }

    @Override
    public boolean containsEvent(String eventId) {
        Digest digest = Digest.of(eventId);
        applying.lock();
        try {
            return recent.containsIdentifier(digest) || database.containsPersisted(Family.IDENTIFIERS, digest.bytes());
        } finally {
            applying.unlock();
        }
    }

    /**
     * Returns the events of one aggregate from a sequence number on, in order, as of one moment.
     *
     * @param aggregateId whose events
     * @param firstSequenceNumber the least sequence number to return
     * @return empty for an unknown aggregate
     */
    public List<LoggedEvent> events(String aggregateId, long firstSequenceNumber) {
        EventKey first = EventKey.of(aggregateId, Math.max(0, firstSequenceNumber));
        return database.scanPrefix(Family.EVENTS, iterator -> {
            List<LoggedEvent> events = new ArrayList<>();
            for (iterator.seek(first.bytes()); iterator.isValid(); iterator.next()) {
                events.add(entries.event(aggregateId, iterator.value()));
            }
            return events;
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>When this fails, nothing of it is applied, and every later call fails likewise: the index has to be opened
     * again. Groups below the present position are skipped, and a position below it leaves it as it is.
     */
    @Override
    public void apply(List<ValidGroup> groups, long position) {
        applying.lock();
        try {
            Applied before = applied;
            List<ValidGroup> fresh = before.withoutApplied(groups);
            Applied after = before.after(fresh, position);
            requireSound();
            if (!after.equals(before)) {
                keepRecentSmall();
                database.write((db, target) -> batch.fill(db, target, fresh, after));
                batch.written().forEach(recent::add);
                applied = after;
            }
        } catch (IndexUnusableException e) {
            failure = failure == null ? e : failure;
            throw e;
        } finally {
            applying.unlock();
        }
    }

    /** Writes everything that is applied by now into a directory that is not an index yet; see {@link IndexBackup}. */
    void checkpoint(IndexDirectory target) throws IOException {
        database.checkpoint(target.database());
        target.label(topicId);
    }

    /**
     * Looks whether the directory is still the one that was opened.
     *
     * @return what became of it, with what to do; empty if all is well
     */
    public Optional<String> disturbance() {
        return presence.disturbance();
    }

    /** Brings everything to the disk and releases the directory, after the calls that are under way. Idempotent. */
    @Override
    public void close() {
        database.close();
    }

    /** Returns the snapshots, which come from a topic of their own. */
    public SnapshotIndex snapshots() {
        return snapshots;
    }

    private void requireSound() {
        IndexUnusableException first = failure;
        if (first != null) {
            throw Failures.again(first);
        }
    }

    /** Drops what has reached the disk, and sends there what is too much to keep. */
    private void keepRecentSmall() {
        if (recent.hasOlder()) {
            recent.persisted(entries.applied(database.getPersisted(Family.META, Applied.key()))
                    .position());
        }
        if (recent.canTurn()) {
            home.requireSpace(settings.writeBufferBytes());
            if (database.flushLater()) {
                recent.turn(applied.position());
            }
        }
    }

    private long persistedHead(Digest aggregate) {
        byte[] head = database.getPersisted(Family.HEADS, aggregate.bytes());
        return head == null ? NO_EVENTS : entries.head(head);
    }
}
