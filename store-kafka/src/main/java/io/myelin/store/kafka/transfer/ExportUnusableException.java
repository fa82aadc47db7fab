package io.myelin.store.kafka.transfer;

import org.jspecify.annotations.Nullable;

/** A file is no export, or not a whole one, or can't be written; the message says why and how to mend it. */
public final class ExportUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExportUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
