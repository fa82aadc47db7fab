package io.myelin.handlers.crashloop;

import org.jspecify.annotations.Nullable;

/**
 * That a process has begun with a segment.
 *
 * @param process one life of one
 * @param position of the first event that it handled
 * @param starts processes that began near there one after the other, this one included
 * @param eventId the event that is being handled, or was when the process died; null if that is not known
 */
record Start(
        String process, long position, int starts, @Nullable String eventId) {

    /** Two may have died by something else, as by a deployment; a third is worth handling events slowly. */
    static final int CAREFUL_STARTS = 3;

    /**
     * How far a process gets that soon dies again: a whole batch. The token alone would not tell: batches differ from start to
     * start, so that each process may get somewhat further than the one before.
     */
    static final long NEAR_EVENTS = 5_000;

    /**
     * Returns the start that follows.
     *
     * @param before what is stored; null if the last process has given the segment up in order
     */
    static Start after(@Nullable Start before, String process, long position) {
        if (before == null) {
            return new Start(process, position, 1, null);
        }
        if (before.process().equals(process)) {
            return new Start(process, position, before.starts(), null);
        }
        // Wherever the one before had begun, it died here: that is one at least.
        boolean near = Math.abs(position - before.position()) <= NEAR_EVENTS;
        return new Start(process, position, (near ? before.starts() : 1) + 1, before.eventId());
    }

    /** Returns whether events should be handled one by one, each noted before. */
    boolean isCareful() {
        return starts >= CAREFUL_STARTS;
    }
}
