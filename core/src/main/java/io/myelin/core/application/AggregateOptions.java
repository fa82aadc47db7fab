package io.myelin.core.application;

/**
 * What an aggregate is given beside its events; each is off until switched on.
 *
 * @param cachedMax how many aggregates of the type are kept in memory, 0 for none
 * @param snapshotEvery after how many events a snapshot is stored, 0 for never
 */
public record AggregateOptions(int cachedMax, int snapshotEvery) {

    /** Aggregates kept by {@link #cached()}: at some 10 KB each about 100 MB. */
    public static final int CACHED_DEFAULT = 10_000;

    /** Checks the limits. */
    public AggregateOptions {
        if (cachedMax < 0) {
            throw new IllegalArgumentException("cachedMax must be 0 (no cache) or more, was " + cachedMax + ".");
        }
        if (snapshotEvery < 0) {
            throw new IllegalArgumentException(
                    "snapshotEvery must be 0 (no snapshots) or a number of events, was " + snapshotEvery + ".");
        }
    }

    static AggregateOptions none() {
        return new AggregateOptions(0, 0);
    }

    /**
     * Keeps up to {@value #CACHED_DEFAULT} aggregates in memory, so that a command need not read its events again.
     * One is handed out only while the store holds no newer event of it, so several instances may write.
     */
    public AggregateOptions cached() {
        return cached(CACHED_DEFAULT);
    }

    /** Keeps up to {@code max} aggregates in memory, those used last. */
    public AggregateOptions cached(int max) {
        return new AggregateOptions(max, snapshotEvery);
    }

    /** Stores a snapshot whenever so many events have been added, so that loading reads fewer. */
    public AggregateOptions snapshotEvery(int events) {
        return new AggregateOptions(cachedMax, events);
    }
}
