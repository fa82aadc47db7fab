package io.myelin.retry.parking;

import java.util.Optional;

/**
 * What became of a redrive with a canary.
 *
 * @param dead sequences that were dead when it began
 * @param redriven how many of them were put to work again
 * @param recovered how many of those are handled
 * @param unsettled how many had neither been handled nor failed when it ended; they are tried on
 * @param failed the first that failed again, which ended it; the rest is dead as before
 */
public record CanaryReport(int dead, int redriven, int recovered, int unsettled, Optional<String> failed) {

    /** Returns whether all of them are handled. */
    public boolean isComplete() {
        return recovered == dead;
    }

    @Override
    public String toString() {
        return recovered + " of " + dead + " sequences recovered, " + (dead - redriven) + " not redriven"
                + failed.map(id -> "; stopped because sequence '" + id + "' failed again")
                        .orElse("")
                + (unsettled == 0 ? "" : "; " + unsettled + " still waiting");
    }
}
