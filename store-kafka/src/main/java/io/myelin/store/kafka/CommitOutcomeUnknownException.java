package io.myelin.store.kafka;

import io.myelin.core.OutcomeUnknownException;
import java.util.UUID;

/**
 * Nobody knows yet whether the commit is in the log: its caller's deadline passed while it was in doubt.
 *
 * <p>The commit is not sent again, but a copy on its way may still become valid. Load the aggregate before the command
 * is repeated. Not transient, so that no retry of commands repeats it unasked.
 */
public class CommitOutcomeUnknownException extends OutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the commit, and the commit's name. */
    public CommitOutcomeUnknownException(String message, UUID commitId) {
        super(message, commitId.toString(), null);
    }
}
