package io.myelin.store.kafka;

import org.axonframework.common.AxonNonTransientException;

/**
 * Nobody knows yet whether the commit is in the log: its caller's deadline passed while it was in doubt.
 *
 * <p>The commit is not sent again, but a copy on its way may still become valid. Load the aggregate before the command
 * is repeated. Not transient, so that no retry of commands repeats it unasked.
 */
public class CommitOutcomeUnknownException extends AxonNonTransientException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the commit id. */
    public CommitOutcomeUnknownException(String message) {
        super(message);
    }
}
