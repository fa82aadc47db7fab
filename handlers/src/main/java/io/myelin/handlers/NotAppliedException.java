package io.myelin.handlers;

/** A projection has not applied what was waited for; what it shows is older. Nothing is lost. */
public final class NotAppliedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it has not. */
    public enum Reason {
        /** The time was up; it may be applied at any moment. */
        LATE,
        /** An event waits for its next attempt, or was given up, because it or one before it in its sequence failed. */
        PARKED
    }

    private final Reason reason;

    NotAppliedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns why it has not. */
    public Reason reason() {
        return reason;
    }
}
