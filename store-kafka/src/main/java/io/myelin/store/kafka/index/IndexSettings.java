package io.myelin.store.kafka.index;

/**
 * How much the index may take of the machine.
 *
 * @param memoryBytes memory outside the Java heap for RocksDB's caches and write buffers together
 * @param headsCachedMax aggregates whose last sequence number is kept on the Java heap, about 200 bytes each
 * @param openFilesMax files that RocksDB keeps open
 */
public record IndexSettings(long memoryBytes, int headsCachedMax, int openFilesMax) {

    /** A quarter is write buffers; below this they'd be flushed as files of a few thousand events. */
    public static final long MEMORY_BYTES_MIN = 32L << 20;

    /** RocksDB needs some for itself; with fewer it opens and closes files all the time. */
    public static final int OPEN_FILES_MIN = 64;

    /** Checks the limits. */
    public IndexSettings {
        require(memoryBytes >= MEMORY_BYTES_MIN, "memoryBytes", MEMORY_BYTES_MIN, memoryBytes);
        require(headsCachedMax >= 0, "headsCachedMax", 0, headsCachedMax);
        require(openFilesMax >= OPEN_FILES_MIN, "openFilesMax", OPEN_FILES_MIN, openFilesMax);
    }

    /**
     * Returns what suits an application beside its heap: 256 MiB hold the filters of 100 million events, heads of 100,000 aggregates
     * take 20 MB of heap, and 512 files stay well below the usual limit of 1,024 for a process.
     */
    public static IndexSettings defaults() {
        return new IndexSettings(256L << 20, 100_000, 512);
    }

    private static void require(boolean holds, String name, long least, long found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + found + ".");
        }
    }
}
