package io.myelin.store.kafka.index;

import java.util.Arrays;

/** A set of digests in one array, 16 bytes each, at most half full. Not thread-safe. */
final class IdentifierSet {

    private static final int SLOTS_MIN = 1 << 10;

    /** Two longs a slot; both 0 mean that it is free. */
    private long[] slots = new long[2 * SLOTS_MIN];

    private int size;

    /** The digest of two zeros can't be told from a free slot. */
    private boolean hasZero;

    boolean contains(Digest digest) {
        return isZero(digest) ? hasZero : isAt(find(digest), digest);
    }

    void add(Digest digest) {
        if (isZero(digest)) {
            hasZero = true;
            return;
        }
        int at = find(digest);
        if (!isAt(at, digest)) {
            slots[at] = digest.high();
            slots[at + 1] = digest.low();
            size++;
            if (4 * size > slots.length) {
                grow();
            }
        }
    }

    int size() {
        return size + (hasZero ? 1 : 0);
    }

    /** Empties the set and keeps its array. */
    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        hasZero = false;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 || old[i + 1] != 0) {
                int at = find(new Digest(old[i], old[i + 1]));
                slots[at] = old[i];
                slots[at + 1] = old[i + 1];
            }
        }
    }

    /** Returns the slot that holds the digest, or the free one where it would be put. */
    private int find(Digest digest) {
        int mask = slots.length - 1;
        int at = 2 * Long.hashCode((digest.high() ^ Long.rotateLeft(digest.low(), 32)) * 0x9E3779B97F4A7C15L) & mask;
        while ((slots[at] != 0 || slots[at + 1] != 0) && !isAt(at, digest)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private boolean isAt(int at, Digest digest) {
        return slots[at] == digest.high() && slots[at + 1] == digest.low();
    }

    private static boolean isZero(Digest digest) {
        return digest.high() == 0 && digest.low() == 0;
    }
}
