package io.myelin.store.kafka.index;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB with its handles. A call after {@link #close} is refused, and {@code close} waits for calls that are under
 * way: RocksDB itself would read freed memory and take the JVM down.
 *
 * <p>Thread-safe.
 */
final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final byte[] EMPTY = {};

    private final Path directory;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private final Lock writing = new ReentrantLock();
    private final RocksDB db;
    private final WriteBatch batch;
    private final WriteOptions unlogged;
    private final ReadOptions plainRead;
    private final ReadOptions persistedRead;
    private final ReadOptions prefixRead;
    private final ReadOptions wholeRead;
    private final FlushOptions flushAndWait;
    private final FlushOptions flushLater;
    private final boolean readOnly;
    private boolean closed;

    /** Opens the database, whose directory must exist, and takes the tuning over, even if that fails. */
    Database(IndexDirectory home, Tuning tuning, boolean create) {
        this(home, tuning, create, false);
    }

    /** Opens a database that is there to look at it, and takes the tuning over, even if that fails. */
    static Database readOnly(IndexDirectory home, Tuning tuning) {
        return new Database(home, tuning, false, true);
    }

    private Database(IndexDirectory home, Tuning tuning, boolean create, boolean readOnly) {
        this.directory = home.path();
        this.readOnly = readOnly;
        own(tuning);
        try {
            this.db = open(home.database(), tuning, create);
            this.batch = own(new WriteBatch());
            this.unlogged = own(new WriteOptions()).setDisableWAL(true);
            this.plainRead = own(new ReadOptions());
            this.persistedRead = own(new ReadOptions()).setReadTier(ReadTier.PERSISTED_TIER);
            this.prefixRead = own(new ReadOptions()).setPrefixSameAsStart(true);
            this.wholeRead = own(new ReadOptions()).setTotalOrderSeek(true).setFillCache(false);
            this.flushAndWait = own(new FlushOptions()).setWaitForFlush(true).setAllowWriteStall(true);
            this.flushLater = own(new FlushOptions()).setWaitForFlush(false).setAllowWriteStall(true);
        } catch (RocksDBException e) {
            Closing.all(owned);
            throw Failures.of(e, directory);
        } catch (RuntimeException | Error e) {
            Closing.all(owned);
            throw e;
        }
    }

    private RocksDB open(Path files, Tuning tuning, boolean create) throws RocksDBException {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(family.nameBytes(), tuning.family(family)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        DBOptions options = tuning.database(create);
        RocksDB opened = own(
                readOnly
                        ? RocksDB.openReadOnly(options, files.toString(), descriptors, handles)
                        : RocksDB.open(options, files.toString(), descriptors, handles));
        for (Family family : Family.values()) {
            families.put(family, own(handles.get(families.size())));
        }
        return opened;
    }

    /** Returns the value of the key, or {@code null}. */
    byte @Nullable [] get(Family family, byte[] key) {
        return guarded(() -> db.get(handle(family), plainRead, key));
    }

    /** Returns the value that the key has on disk, where a crash can't take it any more, or {@code null}. */
    byte @Nullable [] getPersisted(Family family, byte[] key) {
        return guarded(() -> db.get(handle(family), persistedRead, key));
    }

    /** Returns whether the key is on disk, as {@link #getPersisted} does, but cheaper. */
    boolean containsPersisted(Family family, byte[] key) {
        return guarded(() -> db.get(handle(family), persistedRead, key, EMPTY) != RocksDB.NOT_FOUND);
    }

    /** Lets the scan read keys that share their first {@link Digest#BYTES} bytes, as of now. */
    <R> R scanPrefix(Family family, Scan<R> scan) {
        return guarded(() -> {
            try (RocksIterator iterator = db.newIterator(handle(family), prefixRead)) {
                R result = scan.over(iterator);
                iterator.status();
                return result;
            }
        });
    }

    /** Lets the scan read all keys of the family in order, as of now, without pushing others out of the cache. */
    <R> R scanAll(Family family, Scan<R> scan) {
        return guarded(() -> {
            try (RocksIterator iterator = db.newIterator(handle(family), wholeRead)) {
                iterator.seekToFirst();
                R result = scan.over(iterator);
                iterator.status();
                return result;
            }
        });
    }

    /** Writes what is put into the batch, all or nothing. Not before a flush does it survive a crash. */
    void write(Fill fill) {
        guarded(() -> {
            writing.lock();
            try {
                batch.clear();
                fill.into(this, batch);
                db.write(unlogged, batch);
                return true;
            } finally {
                writing.unlock();
            }
        });
    }

    /** Returns the family's handle, for use within {@link #write}. */
    ColumnFamilyHandle handle(Family family) {
        return requireNonNull(families.get(family));
    }

    /**
     * Begins to bring all that was written to the disk.
     *
     * @return whether it was begun; not if flushes before it have not caught up with the writing yet
     */
    boolean flushLater() {
        return guarded(() -> {
            try {
                db.flush(flushLater, handles());
                return true;
            } catch (RocksDBException e) {
                if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.TryAgain) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Writes all that was written so far into a directory that doesn't exist, as a database of its own. */
    void checkpoint(Path target) {
        Boolean unused = guarded(() -> {
            try (Checkpoint checkpoint = Checkpoint.create(db)) {
                // It flushes first, all families at one moment (atomic flush), as there is no write-ahead log.
                checkpoint.createCheckpoint(target.toString());
                return true;
            }
        });
    }

    /** Brings all that was written to the disk and releases everything. Idempotent. */
    @Override
    public void close() {
        Lock lock = inUse.writeLock();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                closeUnguarded();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeUnguarded() {
        try {
            if (!readOnly) {
                db.flush(flushAndWait, handles());
            }
        } catch (RocksDBException e) {
            log.warn(
                    "Closing without the last events, which will be read from the log again: {}",
                    Failures.of(e, directory).getMessage());
        } finally {
            Closing.all(owned);
        }
    }

    private List<ColumnFamilyHandle> handles() {
        return List.copyOf(families.values());
    }

    private <R extends @Nullable Object> R guarded(Call<R> call) {
        Lock lock = inUse.readLock();
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The index in " + directory + " is closed; open it again to use it.");
            }
            return call.run();
        } catch (RocksDBException e) {
            throw Failures.of(e, directory);
        } finally {
            lock.unlock();
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** Reads with an iterator that is closed for it. */
    interface Scan<R> {
        R over(RocksIterator iterator) throws RocksDBException;
    }

    /** Puts what is to be written into a batch. */
    interface Fill {
        void into(Database database, WriteBatch batch) throws RocksDBException;
    }

    private interface Call<R extends @Nullable Object> {
        R run() throws RocksDBException;
    }
}
