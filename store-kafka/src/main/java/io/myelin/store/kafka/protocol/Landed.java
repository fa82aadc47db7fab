package io.myelin.store.kafka.protocol;

/** What the acknowledgements of a group's records say together. */
final class Landed {

    private Landed() {}

    /** Returns whether every record was acknowledged with an offset. */
    static boolean isWhole(long[] offsets) {
        for (long offset : offsets) {
            if (offset == LogWriter.NOT_ACKNOWLEDGED) {
                return false;
            }
        }
        return true;
    }

    /** Returns the offset after the last record. */
    static long end(long[] offsets) {
        long last = 0;
        for (long offset : offsets) {
            last = Math.max(last, offset);
        }
        return last + 1;
    }
}
