package io.myelin.handlers.deadline;

import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Handlers took longer than they may, and what they wrote is undone.
 *
 * <p>What they threw when they were ended is a suppressed exception, and not the cause: it was our doing, and says nothing
 * about the event.
 */
public final class HandlerTimeoutException extends TimeoutException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> events;

    /** Makes one for the handlers of some events. */
    HandlerTimeoutException(String message, Set<String> events) {
        super(message);
        this.events = Set.copyOf(events);
    }

    /** Returns the identifiers of the events whose handlers took too long. */
    public Set<String> events() {
        return events;
    }
}
