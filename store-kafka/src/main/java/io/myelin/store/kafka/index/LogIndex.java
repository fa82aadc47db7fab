package io.myelin.store.kafka.index;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every valid event of a log by aggregate and sequence number, every event identifier, and the position applied; in a
 * local directory.
 *
 * <p>Thread-safe. What a crash loses of the end, the position loses too: whoever opens the index reads the log from
 * {@link #position()} on. Every method throws {@link io.myelin.store.kafka.IndexUnusableException} when the directory
 * or its disk fails, and {@link IllegalStateException} after {@link #close}.
 */
public final class LogIndex implements LogState, AutoCloseable {

    private final Path directory;
    private final Database database;
    private final Cache<String, Long> heads;
    private final EventBatch batch = new EventBatch();

    /** Guards the batch and the recent identifiers, and keeps one application of groups from meeting another. */
    private final ReentrantLock applying = new ReentrantLock();

    private final RecentIdentifiers recent = new RecentIdentifiers();
    private volatile Applied applied;

    private LogIndex(Path directory, Database database, IndexSettings settings) {
        this.directory = directory;
        this.database = database;
        this.heads = Caffeine.newBuilder()
                .maximumSize(settings.headsCachedMax())
                .executor(Runnable::run) // Evictions are cheap, and a pool's threads would be nobody's.
                .build();
        this.applied = applied();
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
        requireNonNull(topicId, "topicId");
        IndexDirectory home = new IndexDirectory(directory);
        home.claimFor(topicId);
        Database database = new Database(home.database(), settings, home.isNew());
        try {
            return new LogIndex(directory, database, settings);
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
        // Within the cache's compute, so that a value read before an application can't replace the one put after it.
        return requireNonNull(heads.get(aggregateId, this::readHead));
    }

    @Override
    public boolean containsEvent(String eventId) {
        Digest digest = Digest.of(eventId);
        applying.lock();
        try {
            return recent.contains(digest) || database.containsPersisted(Family.IDENTIFIERS, digest.bytes());
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
                events.add(decode(aggregateId, iterator.value()));
            }
            return events;
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>When this fails, nothing of it is applied. Groups below the present position are skipped, and a position below
     * it leaves it as it is.
     */
    @Override
    public void apply(List<ValidGroup> groups, long position) {
        applying.lock();
        try {
            Applied before = applied;
            List<ValidGroup> fresh = before.withoutApplied(groups);
            Applied after = before.after(fresh, position);
            if (!after.equals(before)) {
                database.write((db, target) -> batch.fill(db, target, fresh, after));
                remember(fresh, after);
            }
        } finally {
            applying.unlock();
        }
    }

    /** Brings everything to the disk and releases the directory, after the calls that are under way. Idempotent. */
    @Override
    public void close() {
        database.close();
    }

    private void remember(List<ValidGroup> groups, Applied after) {
        for (ValidGroup group : groups) {
            for (LogRecord.Event record : group.records()) {
                heads.put(record.event().aggregateId(), record.event().sequenceNumber());
            }
        }
        batch.identifiers().forEach(recent::add);
        applied = after;
        if (recent.hasOlder()) {
            recent.persisted(Applied.of(database.getPersisted(Family.META, Applied.key()))
                    .position());
        }
        if (recent.canTurn()) {
            recent.turn(after.position());
            database.flushLater();
        }
    }

    private Applied applied() {
        try {
            return Applied.of(database.get(Family.META, Applied.key()));
        } catch (MalformedEventException e) {
            throw Failures.damaged(directory, String.valueOf(e.getMessage()), e);
        }
    }

    private long readHead(String aggregateId) {
        EventKey last = EventKey.of(aggregateId, Long.MAX_VALUE);
        return database.scanPrefix(Family.EVENTS, iterator -> {
            iterator.seekForPrev(last.bytes());
            return iterator.isValid() && last.aggregate().startsKey(iterator.key())
                    ? decode(aggregateId, iterator.value()).sequenceNumber()
                    : NO_EVENTS;
        });
    }

    private LoggedEvent decode(String aggregateId, byte[] value) {
        LoggedEvent event;
        try {
            event = EventCodec.decode(value).event();
        } catch (MalformedEventException e) {
            throw Failures.damaged(directory, "an event of aggregate " + aggregateId + ": " + e.getMessage(), e);
        }
        if (!event.aggregateId().equals(aggregateId)) {
            throw Failures.damaged(
                    directory,
                    "at the place of aggregate %s there is an event of aggregate %s"
                            .formatted(aggregateId, event.aggregateId()),
                    null);
        }
        return event;
    }
}
