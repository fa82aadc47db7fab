package io.myelin.store.kafka.transfer;

import static java.util.Objects.requireNonNull;

/**
 * What an export holds in all.
 *
 * @param events how many
 * @param commits how many
 * @param sha256 of all lines before the last one, with their line breaks, in lower-case hexadecimal
 */
public record ExportTotals(long events, long commits, String sha256) {

    /** Checks that nothing is missing. */
    public ExportTotals {
        requireNonNull(sha256, "sha256");
    }
}
