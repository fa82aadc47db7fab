package io.myelin.store.kafka.index;

/**
 * What was written lately and may not be on disk yet: identifiers, and the last sequence numbers of aggregates. Whoever
 * looks here first need not look into RocksDB's write buffers, so that those need not be sorted.
 *
 * <p>There are two generations. When the younger one is full it becomes the older one, everything written so far is
 * flushed, and once the disk holds the position at which that was, the older one is dropped. Not thread-safe.
 */
final class Recent {

    private static final long KNOWN = 1;

    private final int generationMax;
    private Generation younger = new Generation();
    private Generation older = new Generation();
    private boolean hasOlder;
    private long olderUntil;

    /**
     * Starts empty.
     *
     * @param generationMax identifiers in a generation; it takes up to 100 bytes of heap for each
     */
    Recent(int generationMax) {
        this.generationMax = generationMax;
    }

    boolean containsIdentifier(Digest identifier) {
        return younger.identifiers.get(identifier) == KNOWN || (hasOlder && older.identifiers.get(identifier) == KNOWN);
    }

    /** Returns the aggregate's last sequence number, or {@link DigestTable#ABSENT} if the disk knows best. */
    long lastSequenceNumber(Digest aggregate) {
        long last = younger.heads.get(aggregate);
        return last == DigestTable.ABSENT && hasOlder ? older.heads.get(aggregate) : last;
    }

    void add(WrittenEvent event) {
        younger.heads.put(event.aggregate(), event.sequenceNumber());
        younger.identifiers.put(event.identifier(), KNOWN);
    }

    /** Returns whether {@link #turn} is due; while an older generation waits for the disk, the younger just grows. */
    boolean canTurn() {
        return younger.identifiers.size() >= generationMax && !hasOlder;
    }

    /** Makes the younger generation the older one, to be dropped once the disk holds everything below the position. */
    void turn(long position) {
        Generation empty = older;
        older = younger;
        younger = empty;
        olderUntil = position;
        hasOlder = true;
    }

    /** Returns whether an older generation waits for the disk. */
    boolean hasOlder() {
        return hasOlder;
    }

    /** Says that the disk holds everything below the position. */
    void persisted(long position) {
        if (hasOlder && position >= olderUntil) {
            older.clear();
            hasOlder = false;
        }
    }

    private static final class Generation {
        private final DigestTable identifiers = new DigestTable();
        private final DigestTable heads = new DigestTable();

        private void clear() {
            identifiers.clear();
            heads.clear();
        }
    }
}
