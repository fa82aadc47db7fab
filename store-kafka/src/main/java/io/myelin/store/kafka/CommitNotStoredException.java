package io.myelin.store.kafka;

import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/** Nothing of the commit was stored, and nothing will be; the message says why and how to mend it. */
public class CommitNotStoredException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says what was found, what it means and what to do. */
    public CommitNotStoredException(String message) {
        super(message);
    }

    /** Creates the exception with a message and what lies behind it. */
    public CommitNotStoredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
