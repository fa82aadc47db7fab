package io.myelin.sample.intake;

import org.jspecify.annotations.Nullable;

/** Says that a file as a whole can't be used as an orders file; nothing of it was taken in. */
public final class OrderFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OrderFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
