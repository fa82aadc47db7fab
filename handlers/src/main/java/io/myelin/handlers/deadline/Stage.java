package io.myelin.handlers.deadline;

import java.util.Locale;

/** How far it went to end a step, from the mildest to the last. */
enum Stage {
    /** It is within its time, or came back by itself. */
    NONE,
    /** Its statement was cancelled. */
    STATEMENT,
    /** Its thread was interrupted. */
    INTERRUPT,
    /** Its connection was cut. */
    ABORT,
    /** Nothing helped: its thread is left behind. */
    STUCK;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
