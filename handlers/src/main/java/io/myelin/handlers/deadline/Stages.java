package io.myelin.handlers.deadline;

import java.time.Duration;

/** Decides what is done to a step that takes too long, and when it is looked at again. */
final class Stages {

    /** A statement that was cancelled comes back within milliseconds, or its cancelling met it between two statements. */
    static final Duration INTERRUPT_AFTER = Duration.ofMillis(100);

    /** Who has not come back after several interrupts swallows them. */
    static final Duration ABORT_AFTER = Duration.ofMillis(200);

    /** A thread in a read notices at once that its connection was cut; all is to be over half a second after the deadline. */
    static final Duration STUCK_AFTER = Duration.ofMillis(275);

    /** How often it is tried again to cancel and to interrupt: either may meet the thread at a moment when it does nothing. */
    static final Duration TICK = Duration.ofMillis(25);

    private Stages() {}

    /**
     * What is known of a step.
     *
     * @param overNs time since its deadline; negative before
     * @param inStatement whether it waits for the database
     * @param interruptible whether its thread may be interrupted
     */
    record Situation(long overNs, boolean inStatement, boolean interruptible) {}

    /** Returns the stage that it is time for. */
    static Stage stageOf(Situation situation) {
        long over = situation.overNs();
        if (over < 0) {
            return Stage.NONE;
        }
        if (over >= STUCK_AFTER.toNanos()) {
            return Stage.STUCK;
        }
        if (over >= ABORT_AFTER.toNanos()) {
            return Stage.ABORT;
        }
        if (situation.inStatement() && (over < INTERRUPT_AFTER.toNanos() || !situation.interruptible())) {
            return Stage.STATEMENT;
        }
        return situation.interruptible() ? Stage.INTERRUPT : Stage.NONE;
    }

    /**
     * Returns when to look again, in nanoseconds from now.
     *
     * @param shortest the least time that any step has: the next one may begin at once, and nobody tells of it
     */
    static long waitNs(long overNs, Duration shortest) {
        return overNs < 0 ? Math.min(-overNs, shortest.toNanos()) : TICK.toNanos();
    }
}
