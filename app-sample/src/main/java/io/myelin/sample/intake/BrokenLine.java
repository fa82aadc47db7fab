package io.myelin.sample.intake;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A line of an orders file that can't be taken in.
 *
 * @param lineNumber as an editor counts it: the header is line 1
 * @param reason what was found, what was expected; a sentence
 */
public record BrokenLine(long lineNumber, String reason) {

    /** Checks that there is a reason. */
    public BrokenLine {
        requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "line %,d: %s", lineNumber, reason);
    }
}
