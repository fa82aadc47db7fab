package io.myelin.core.command;

import org.axonframework.common.AxonTransientException;

/** A command that was not looked at: nothing was done, and sending it again later can succeed. */
public class CommandRefusedException extends AxonTransientException {

    /** Why nobody looked at it. */
    public enum Reason {
        /** The application has not been started. */
        NOT_STARTED,
        /** All threads are busy and the queue is full. */
        OVERLOADED,
        /** The application stops. */
        STOPPING
    }

    private final Reason reason;

    /** Creates the exception with what was found and how to mend it. */
    public CommandRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns why nobody looked at it. */
    public final Reason reason() {
        return reason;
    }
}
