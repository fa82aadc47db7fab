package io.myelin.store.kafka;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a store is, for health checks.
 *
 * @param state whether it takes commands
 * @param position the offset below which this node has read and applied the log; 0 while it is not open
 * @param problems what is wrong, each with what to do; one at least if it failed
 */
public record StoreStatus(State state, long position, List<String> problems) {

    /** Copies the list. */
    public StoreStatus {
        requireNonNull(state, "state");
        problems = List.copyOf(problems);
    }

    /** Whether a store takes commands. */
    public enum State {
        /** Not started, still reading what its index lacks, or stopped. */
        NOT_OPEN,
        /** All is well, or will be by itself; problems, if any, want mending before events are lost. */
        OPEN,
        /** It takes no commands until the process is started again; aggregates can still be loaded. */
        FAILED
    }
}
