package io.myelin.handlers.deadline;

import org.jspecify.annotations.Nullable;

/** One thing that a thread does within a time: an event's handlers, or what lies between. */
final class Step {

    private final @Nullable String eventId;
    private final long deadlineNs;
    private boolean ended;
    private Stage reached = Stage.NONE;
    private boolean expired;

    /**
     * Begins now.
     *
     * @param eventId whose handlers run; null between two
     * @param deadlineNs by {@link System#nanoTime}
     */
    Step(@Nullable String eventId, long deadlineNs) {
        this.eventId = eventId;
        this.deadlineNs = deadlineNs;
    }

    @Nullable
    String eventId() {
        return eventId;
    }

    long overNs(long nowNs) {
        return nowNs - deadlineNs;
    }

    /** Lets the step have taken too long; answers false if it has ended before. */
    synchronized boolean expire() {
        expired |= !ended;
        return !ended;
    }

    /** Notes how far it went. */
    synchronized void reach(Stage stage) {
        if (!ended && stage.compareTo(reached) > 0) {
            reached = stage;
        }
    }

    /** Interrupts the thread if it is still in this step, and never after. */
    synchronized void interrupt(Thread thread) {
        if (!ended) {
            thread.interrupt();
        }
    }

    /** Ends the step on its own thread; answers whether it had taken too long. No interrupt is left behind then. */
    synchronized boolean end() {
        ended = true;
        if (expired) {
            Thread.interrupted();
        }
        return expired;
    }

    synchronized boolean hasExpired() {
        return expired;
    }

    synchronized Stage reached() {
        return reached;
    }
}
