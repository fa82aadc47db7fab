package io.myelin.store.kafka.index;

import org.jspecify.annotations.Nullable;

/** What the index holds can't be read; {@link StoredEntries} says where it was found and how to mend it. */
final class MalformedEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedEntryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
