package io.myelin.store.kafka.verify;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param beginning the offset of the first record that was read
 * @param end the offset after the last one
 * @param counts what the log is made of
 * @param found how many things of each kind are wrong
 * @param findings the first of each kind, the worst kinds first
 * @param worst how bad it is; empty if nothing is wrong
 */
public record VerifyReport(
        long beginning,
        long end,
        Counts counts,
        Map<FindingKind, Long> found,
        List<Finding> findings,
        Optional<Severity> worst) {

    /** Copies the collections. */
    public VerifyReport {
        EnumMap<FindingKind, Long> ordered = new EnumMap<>(FindingKind.class);
        ordered.putAll(found);
        found = ordered;
        findings = List.copyOf(findings);
    }

    /**
     * What a log is made of.
     *
     * @param events valid ones
     * @param commits valid ones
     * @param groups valid ones
     * @param voidRecords of groups that are void, as it happens when several nodes write
     * @param fences by which writers found out what became of a group in doubt
     * @param foreign records that are none of these
     */
    public record Counts(long events, long commits, long groups, long voidRecords, long fences, long foreign) {}
}
