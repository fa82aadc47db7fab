package io.myelin.core.serialization;

import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * An event, snapshot or other value that cannot be written as JSON or read from it. Trying again gives the same:
 * the message names the type, the place in it and the mend.
 */
public class PayloadException extends SerializationException {

    /** Creates the exception with what was found, why it matters, and how to mend it. */
    public PayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
