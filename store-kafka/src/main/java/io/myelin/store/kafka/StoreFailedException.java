package io.myelin.store.kafka;

import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The store can't go on: the log or the index no longer is what the store relies on. It takes no commits any more; what
 * was acknowledged is in the log. The message says what was found and how to mend it; then start the process again.
 */
public class StoreFailedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that says what was found, what it means and what to do. */
    public StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
