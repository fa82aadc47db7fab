package io.myelin.store.kafka.index;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WriteBufferManager;

/** RocksDB's options, and the native memory that they share; it must outlive the database that was opened with them. */
final class Tuning implements AutoCloseable {

    /** One for flushes and one for compactions: the writer's own thread needs a core too. */
    private static final int BACKGROUND_JOBS_MAX = 2;

    /** One key in a hundred passes the filter without being there; each further bit halves that and costs 125 kB a million keys. */
    private static final double BLOOM_BITS_PER_KEY = 10;

    /**
     * Flushed files before they are merged into the rest. RocksDB's default of 4 took twice the time for merging, 3 µs an
     * event; each file more costs a lookup 0.1 µs.
     */
    private static final int FRESH_FILES_MAX = 8;

    /** Fresh files are soon written again; not compressing them saved a tenth of the flushing thread's time. */
    private static final List<CompressionType> LZ4_BUT_FOR_FRESH_FILES =
            List.of(CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION);

    /**
     * Shards of the cache, as a power of 2. By default there would be 64, of 4 MB each, and a filter block that doesn't fit into its
     * shard is read again with every lookup.
     */
    private static final int CACHE_SHARD_BITS = 3;

    /** The filter block of a file of digests takes 1.2 MB then, a third of the smallest shard. */
    private static final long DIGESTS_FILE_BYTES = 16L << 20;

    /** Share of the cache that index and filter blocks keep against data blocks: a load must not evict what each check needs. */
    private static final double FILTERS_SHARE = 0.5;

    /** RocksDB's own log, for when something is wrong with it. */
    private static final int INFO_LOG_FILES = 2;

    private static final long INFO_LOG_FILE_BYTES = 1L << 20;

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final IndexSettings settings;
    private final LRUCache cache;
    private final BloomFilter bloom;
    private @Nullable SstFileManager files;

    Tuning(IndexSettings settings) {
        loadLibrary();
        this.settings = settings;
        this.cache = own(new LRUCache(settings.memoryBytes(), CACHE_SHARD_BITS, false, FILTERS_SHARE));
        this.bloom = own(new BloomFilter(BLOOM_BITS_PER_KEY));
    }

    /** Makes RocksDB behave as on a disk that is full once its files take this much. */
    Tuning withDiskOf(long bytes) throws RocksDBException {
        files = own(new SstFileManager(Env.getDefault()));
        files.setMaxAllowedSpaceUsage(bytes);
        return this;
    }

    DBOptions database(boolean create) {
        // The manager counts write buffers against the cache, so that both together stay within the budget.
        WriteBufferManager writeBuffers = own(new WriteBufferManager(settings.writeBufferBytes(), cache));
        DBOptions options = own(new DBOptions());
        if (files != null) {
            options.setSstFileManager(files);
        }
        return options.setCreateIfMissing(create)
                .setCreateMissingColumnFamilies(create)
                .setAtomicFlush(true)
                .setAllowConcurrentMemtableWrite(false) // Only skip lists can, and there is one writer.
                .setWriteBufferManager(writeBuffers)
                .setMaxBackgroundJobs(BACKGROUND_JOBS_MAX)
                .setMaxOpenFiles(settings.openFilesMax())
                .setSkipStatsUpdateOnDbOpen(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(INFO_LOG_FILES)
                .setMaxLogFileSize(INFO_LOG_FILE_BYTES)
                .setStatsDumpPeriodSec(0);
    }

    ColumnFamilyOptions family(Family family) {
        ColumnFamilyOptions options = own(new ColumnFamilyOptions());
        switch (family) {
            case EVENTS -> events(options);
            case HEADS, IDENTIFIERS -> digests(options);
            case META, SNAPSHOTS -> plain(options);
        }
        return options;
    }

    private void events(ColumnFamilyOptions options) {
        options.setWriteBufferSize(settings.memoryBytes() / 4)
                .setLevel0FileNumCompactionTrigger(FRESH_FILES_MAX)
                .setCompressionPerLevel(LZ4_BUT_FOR_FRESH_FILES)
                .useFixedLengthPrefixExtractor(Digest.BYTES)
                // Every lookup is for an aggregate, so only the prefix needs to be in the filters.
                .setTableFormatConfig(table().setWholeKeyFiltering(false));
    }

    private void digests(ColumnFamilyOptions options) {
        // Nobody looks into this memtable (see Recent), so it need not be sorted before it is flushed.
        options.setMemTableConfig(new VectorMemTableConfig())
                .setWriteBufferSize(settings.memoryBytes() / 16)
                .setLevel0FileNumCompactionTrigger(FRESH_FILES_MAX)
                .setTargetFileSizeBase(DIGESTS_FILE_BYTES)
                .setCompressionType(CompressionType.NO_COMPRESSION) // Nothing to be won from digests.
                .setTableFormatConfig(table());
    }

    private void plain(ColumnFamilyOptions options) {
        options.setWriteBufferSize(settings.memoryBytes() / 16)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table());
    }

    private BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(bloom);
    }

    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw Failures.noLibrary(e);
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    @Override
    public void close() {
        Closing.all(owned);
    }
}
