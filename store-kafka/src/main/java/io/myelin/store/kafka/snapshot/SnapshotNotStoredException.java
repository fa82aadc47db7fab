package io.myelin.store.kafka.snapshot;

import org.jspecify.annotations.Nullable;

/** A snapshot could not be stored. Nothing is lost by that: the aggregate is loaded from more events until the next one. */
public class SnapshotNotStoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the aggregate and what to do, and with what lies behind it. */
    public SnapshotNotStoredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
