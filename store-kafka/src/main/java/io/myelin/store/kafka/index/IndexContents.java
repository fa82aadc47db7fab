package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * All that an index holds, to look at while its node is stopped; nothing is changed. For tools. Not thread-safe.
 *
 * <p>Failures are those of {@link LogIndex}.
 */
public final class IndexContents implements AutoCloseable {

    private final Path directory;
    private final String topicId;
    private final FileChannel lock;
    private final Database database;
    private final Applied applied;

    private IndexContents(IndexDirectory home, String topicId, FileChannel lock, Database database) {
        this.directory = home.path();
        this.topicId = topicId;
        this.lock = lock;
        this.database = database;
        this.applied = new StoredEntries(directory).applied(database.get(Family.META, Applied.key()));
    }

    /**
     * Opens an index that is there.
     *
     * @throws io.myelin.store.kafka.IndexUnusableException if there is none, it is in use, damaged or a newer version's
     */
    public static IndexContents open(Path directory) {
        IndexDirectory home = new IndexDirectory(directory);
        String topicId = home.requireLabel();
        FileChannel lock = lock(home);
        try {
            return open(home, topicId, lock);
        } catch (RuntimeException e) {
            unlock(lock, directory);
            throw e;
        }
    }

    private static IndexContents open(IndexDirectory home, String topicId, FileChannel lock) {
        Database database = Database.readOnly(home, new Tuning(IndexSettings.defaults()));
        try {
            return new IndexContents(home, topicId, lock, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Takes RocksDB's own lock, so that no node starts meanwhile: RocksDB doesn't take it for readers. */
    static FileChannel lock(IndexDirectory home) {
        try {
            FileChannel channel = FileChannel.open(
                    home.database().resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw Failures.inUse(home.path(), null);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw Failures.inUse(home.path(), e);
        } catch (IOException e) {
            throw Failures.diskFailed(home.path(), e);
        }
    }

    /** Returns Kafka's id of the topic that it was made from. */
    public String topicId() {
        return topicId;
    }

    /** Returns the offset below which everything is in it. */
    public long position() {
        return applied.position();
    }

    /** Returns the last valid group below the position. */
    public Optional<LastGroup> lastGroup() {
        return applied.lastGroup();
    }

    /** Shows every event, in no order that means anything. */
    public void events(EventVisitor visitor) {
        Integer unused = database.scanAll(Family.EVENTS, iterator -> {
            for (; iterator.isValid(); iterator.next()) {
                ByteBuffer key = key(iterator.key(), EventKey.BYTES);
                Digest aggregate = new Digest(key.getLong(), key.getLong());
                IndexedEvent found = decode(iterator.value());
                visitor.event(aggregate, key.getLong(), found.offset(), found.event());
            }
            return 0;
        });
    }

    /** Shows the last sequence number of every aggregate. */
    public void heads(HeadVisitor visitor) {
        StoredEntries entries = new StoredEntries(directory);
        Integer unused = database.scanAll(Family.HEADS, iterator -> {
            for (; iterator.isValid(); iterator.next()) {
                ByteBuffer key = key(iterator.key(), Digest.BYTES);
                visitor.head(new Digest(key.getLong(), key.getLong()), entries.head(iterator.value()));
            }
            return 0;
        });
    }

    /** Shows the digest of every event identifier. */
    public void identifiers(IdentifierVisitor visitor) {
        Integer unused = database.scanAll(Family.IDENTIFIERS, iterator -> {
            for (; iterator.isValid(); iterator.next()) {
                ByteBuffer key = key(iterator.key(), Digest.BYTES);
                visitor.identifier(new Digest(key.getLong(), key.getLong()));
            }
            return 0;
        });
    }

    private ByteBuffer key(byte[] key, int bytes) {
        if (key.length != bytes) {
            throw Failures.damaged(directory, "a key has " + key.length + " bytes instead of " + bytes, null);
        }
        return ByteBuffer.wrap(key);
    }

    private IndexedEvent decode(byte[] value) {
        try {
            return EventCodec.decode(value);
        } catch (MalformedEntryException e) {
            throw Failures.damaged(directory, "of an event, " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        database.close();
        unlock(lock, directory);
    }

    private static void unlock(FileChannel lock, Path directory) {
        try {
            lock.close();
        } catch (IOException e) {
            throw Failures.diskFailed(directory, e);
        }
    }

    /** Takes an event. */
    public interface EventVisitor {

        /** Takes the event at an offset, which is found under an aggregate and a sequence number. */
        void event(Digest aggregate, long sequenceNumber, long offset, LoggedEvent event);
    }

    /** Takes an aggregate's last sequence number. */
    public interface HeadVisitor {

        /** Takes one. */
        void head(Digest aggregate, long sequenceNumber);
    }

    /** Takes an event's identifier. */
    public interface IdentifierVisitor {

        /** Takes one. */
        void identifier(Digest identifier);
    }
}
