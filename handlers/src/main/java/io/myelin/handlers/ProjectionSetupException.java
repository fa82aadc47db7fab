package io.myelin.handlers;

/** The application's event handling, as set up, would lose or repeat effects; the message names the mend. */
public class ProjectionSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one with what was found, what it would lead to, and what to do. */
    public ProjectionSetupException(String message) {
        super(message);
    }

    /** Creates one with its cause. */
    public ProjectionSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
