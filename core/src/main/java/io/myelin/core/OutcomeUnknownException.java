package io.myelin.core;

import org.axonframework.common.AxonNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Nobody can say yet whether a commit was stored: the store did not answer in time.
 *
 * <p>It is never repeated automatically, because the command would take effect twice if the commit was stored after
 * all. The sender can load the aggregate later and look.
 */
public class OutcomeUnknownException extends AxonNonTransientException {

    private final String commitId;

    /**
     * Creates the exception.
     *
     * @param message what was tried, for how long, and how to find out
     * @param commitId the commit's name in the log
     * @param cause what was reported last, or null if nothing was
     */
    public OutcomeUnknownException(String message, String commitId, @Nullable Throwable cause) {
        super(message, cause);
        this.commitId = commitId;
    }

    /** Returns the name that the commit has in the log, if it is there. */
    public final String commitId() {
        return commitId;
    }
}
