package io.myelin.core.serialization;

/**
 * A stored event whose name or revision no registered class and no upcaster knows. It is never skipped: what it
 * says would be missing from every aggregate and projection that reads it.
 */
public class UnknownEventException extends PayloadException {

    private final String eventName;

    /**
     * Creates the exception.
     *
     * @param eventName the name that was found in the store
     */
    public UnknownEventException(String eventName, String message) {
        super(message, null);
        this.eventName = eventName;
    }

    /** Returns the name that was found in the store. */
    public final String eventName() {
        return eventName;
    }
}
