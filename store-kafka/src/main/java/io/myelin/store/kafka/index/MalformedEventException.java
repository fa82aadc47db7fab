package io.myelin.store.kafka.index;

import org.jspecify.annotations.Nullable;

/** What the index holds for an event can't be read; {@link LogIndex} says where it was found and how to mend it. */
final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
