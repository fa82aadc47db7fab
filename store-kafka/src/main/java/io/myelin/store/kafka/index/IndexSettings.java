package io.myelin.store.kafka.index;

/**
 * How much the index may take of the machine. Beside it, the newest identifiers take a tenth of
 * {@code memoryBytes} of the Java heap.
 *
 * @param memoryBytes memory outside the Java heap for RocksDB's caches and write buffers together
 * @param openFilesMax files that RocksDB keeps open
 */
public record IndexSettings(long memoryBytes, int openFilesMax) {

    /** A quarter is write buffers; below this they'd be flushed as files of a few thousand events. */
    public static final long MEMORY_BYTES_MIN = 32L << 20;

    /** RocksDB needs some for itself; with fewer it opens and closes files all the time. */
    public static final int OPEN_FILES_MIN = 64;

    private static final long MEMORY_BYTES_PER_RECENT_IDENTIFIER = 2_600;

    /** A million in two generations take 200 MB of heap; beyond that nothing gets faster. */
    private static final long RECENT_IDENTIFIERS_MAX = 1_000_000;

    /** Checks the limits. */
    public IndexSettings {
        require(memoryBytes >= MEMORY_BYTES_MIN, "memoryBytes", MEMORY_BYTES_MIN, memoryBytes);
        require(openFilesMax >= OPEN_FILES_MIN, "openFilesMax", OPEN_FILES_MIN, openFilesMax);
    }

    /**
     * Returns what suits an application beside its heap: 256 MiB hold the filters of 100 million events, and 512 files stay well below the usual limit of 1,024 for a process.
     */
    public static IndexSettings defaults() {
        return new IndexSettings(256L << 20, 512);
    }

    /** Returns how much of the memory may hold what has not reached the disk yet: half. */
    long writeBufferBytes() {
        return memoryBytes / 2;
    }

    /**
     * Returns how many identifiers are kept on the heap until they are flushed: 100,000 by default. Events of 400 bytes
     * then fill a third of the write buffers.
     */
    int recentIdentifiersMax() {
        return (int) Math.min(RECENT_IDENTIFIERS_MAX, memoryBytes / MEMORY_BYTES_PER_RECENT_IDENTIFIER);
    }

    private static void require(boolean holds, String name, long least, long found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + found + ".");
        }
    }
}
