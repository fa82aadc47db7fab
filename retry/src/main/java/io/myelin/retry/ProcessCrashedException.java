package io.myelin.retry;

/**
 * The process died while an event was handled, more than once.
 *
 * <p>Thrown by an event delivery in place of handling the event again, which then becomes a dead letter at once: {@link
 * DeadReason#CRASHED}.
 */
public final class ProcessCrashedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one; the message names the event and says what to do. */
    public ProcessCrashedException(String message) {
        super(message);
    }
}
