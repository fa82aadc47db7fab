package io.myelin.store.kafka.index;

import java.util.Arrays;

/** A map from digests to numbers in one array, at most half full; objects would take four times the memory. Not thread-safe. */
public final class DigestTable {

    /** Returned by {@link #get} for a digest that isn't there; not a value to be put. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int SLOTS_MIN = 1 << 10;

    /** A slot: the digest's halves, both 0 if the slot is free, and the value. */
    private static final int LONGS_PER_SLOT = 3;

    private long[] slots = new long[SLOTS_MIN * LONGS_PER_SLOT];
    private int size;

    /** The digest of two zeros can't be told from a free slot, so it has a place of its own. */
    private long valueOfZero = ABSENT;

    /** Returns the digest's number, or {@link #ABSENT}. */
    public long get(Digest digest) {
        if (isZero(digest.high(), digest.low())) {
            return valueOfZero;
        }
        int at = find(digest.high(), digest.low());
        return isFree(at) ? ABSENT : slots[at + 2];
    }

    /** Sets the digest's number, which must not be {@link #ABSENT}. */
    public void put(Digest digest, long value) {
        if (isZero(digest.high(), digest.low())) {
            valueOfZero = value;
            return;
        }
        int at = find(digest.high(), digest.low());
        if (isFree(at)) {
            size++;
        }
        set(at, digest.high(), digest.low(), value);
        if (2 * size > slotCount()) {
            grow();
        }
    }

    int size() {
        return size + (valueOfZero == ABSENT ? 0 : 1);
    }

    /** Empties the table and keeps its array. */
    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        valueOfZero = ABSENT;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += LONGS_PER_SLOT) {
            if (!isZero(old[i], old[i + 1])) {
                set(find(old[i], old[i + 1]), old[i], old[i + 1], old[i + 2]);
            }
        }
    }

    /** Returns where the digest is, or the free slot where it would be put. */
    private int find(long high, long low) {
        int mask = slotCount() - 1;
        // Time-ordered UUIDs differ in few bits; the multiplication spreads them over the upper ones.
        long spread = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        int slot = (int) (spread >>> 32) & mask;
        int at = slot * LONGS_PER_SLOT;
        while (!isFree(at) && (slots[at] != high || slots[at + 1] != low)) {
            slot = (slot + 1) & mask;
            at = slot * LONGS_PER_SLOT;
        }
        return at;
    }

    private void set(int at, long high, long low, long value) {
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = value;
    }

    private int slotCount() {
        return slots.length / LONGS_PER_SLOT;
    }

    private boolean isFree(int at) {
        return isZero(slots[at], slots[at + 1]);
    }

    private static boolean isZero(long high, long low) {
        return high == 0 && low == 0;
    }
}
