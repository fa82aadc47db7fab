package io.myelin.store.kafka.verify;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a log.
 *
 * @param kind what kind of thing
 * @param offset where it is; {@link #NOWHERE} if it has no place
 * @param text what was found there, without its meaning, which the kind has
 */
public record Finding(FindingKind kind, long offset, String text) {

    /** The offset of what has no place in the log. */
    public static final long NOWHERE = -1;

    /** Checks that nothing is missing. */
    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }
}
