package io.myelin.chaos.history;

import java.util.List;

/**
 * All that one process did and was told.
 *
 * @param process names it
 * @param entries in the order in which they were written
 */
public record ProcessHistory(String process, List<Entry> entries) {

    /** Copies the list. */
    public ProcessHistory {
        entries = List.copyOf(entries);
    }
}
