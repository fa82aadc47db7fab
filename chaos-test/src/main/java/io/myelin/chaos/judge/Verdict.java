package io.myelin.chaos.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What the judge found.
 *
 * @param acknowledged commits of which the caller was told that they are in the log
 * @param conflicts commits that were refused for a sequence number
 * @param duplicates commits that were refused for an event identifier
 * @param notStored commits of which the caller was told that nothing was stored
 * @param doubt commits of which nobody was told what became of them
 * @param log what the log holds
 * @param checks how much was compared
 * @param anomalies sentences, each beginning with what is broken; empty is what must be
 */
public record Verdict(
        int acknowledged,
        int conflicts,
        int duplicates,
        int notStored,
        Doubt doubt,
        LogCounts log,
        Checks checks,
        List<String> anomalies) {

    /** Copies the list. */
    public Verdict {
        anomalies = List.copyOf(anomalies);
    }

    /**
     * Commits in doubt, and what the log says of them.
     *
     * @param told the caller was told that the outcome is unknown
     * @param toldInLog of those, are in the log
     * @param unanswered the process was killed before the caller was told anything
     * @param unansweredInLog of those, are in the log
     */
    public record Doubt(int told, int toldInLog, int unanswered, int unansweredInLog) {}

    /** How many records of which kind the log holds, and how many commits. */
    public record LogCounts(int commits, int validEvents, int voids, int fences, int foreign) {}

    /** How many loads of aggregates, reads of running processes, and readers from the middle were compared. */
    public record Checks(int loads, int reads, int middles) {}

    /** Returns whether all that must hold, held. */
    public boolean isClean() {
        return anomalies.isEmpty();
    }

    /** Returns this verdict with more anomalies, found by others than the judge. */
    public Verdict with(List<String> more) {
        List<String> all = new ArrayList<>(anomalies);
        all.addAll(more);
        return new Verdict(acknowledged, conflicts, duplicates, notStored, doubt, log, checks, all);
    }
}
