package io.myelin.store.kafka.index;

/**
 * The identifiers of events that may not be on disk yet, so that nobody has to look for them in RocksDB's write buffer.
 *
 * <p>There are two generations. When the younger one is full it becomes the older one, everything written so far is flushed, and
 * once the disk holds the position at which that was, the older one is dropped. Not thread-safe.
 */
final class RecentIdentifiers {

    /** Identifiers in one generation: 200,000 take 8 MiB of heap, and their events fill about one write buffer. */
    static final int GENERATION_MAX = 200_000;

    private IdentifierSet younger = new IdentifierSet();
    private IdentifierSet older = new IdentifierSet();
    private long olderUntil;

    boolean contains(Digest identifier) {
        return younger.contains(identifier) || (hasOlder() && older.contains(identifier));
    }

    void add(Digest identifier) {
        younger.add(identifier);
    }

    /** Returns whether {@link #turn} is due; until then the younger generation just grows. */
    boolean canTurn() {
        return younger.size() >= GENERATION_MAX && !hasOlder();
    }

    /** Makes the younger generation the older one, to be dropped once the disk holds everything below the position. */
    void turn(long position) {
        IdentifierSet empty = older;
        older = younger;
        younger = empty;
        olderUntil = position;
    }

    /** Returns whether an older generation waits for the disk. */
    boolean hasOlder() {
        return older.size() > 0;
    }

    /** Says that the disk holds everything below the position. */
    void persisted(long position) {
        if (hasOlder() && position >= olderUntil) {
            older.clear();
        }
    }
}
