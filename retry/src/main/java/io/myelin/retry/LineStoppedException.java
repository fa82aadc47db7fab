package io.myelin.retry;

import org.jspecify.annotations.Nullable;

/**
 * Nothing may be handled for now: the batch must be rolled back, and the group waits before it tries again.
 *
 * <p>Nothing of the batch is stored, no attempt is charged and no event is parked. Whoever catches it rolls back and
 * backs off; the events come again from the token. Also thrown by an event delivery that could not restore its
 * transaction, as after an H2 deadlock, which rolls back more than one delivery.
 */
public final class LineStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one; the message says what was found and what ends the wait. */
    public LineStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
