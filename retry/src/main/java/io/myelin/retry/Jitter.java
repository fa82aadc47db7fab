package io.myelin.retry;

/** How far waits are drawn apart, so that what failed together does not come back together. */
public enum Jitter {
    /** Not at all: each wait is its bound. For a single event at a time, or to reckon with the times. */
    NONE,

    /** From nothing to the bound. Spreads most, and some come back at once; for many sequences that want one thing. */
    FULL,

    /** From the upper half of the bound: never shorter than half of what was asked for. */
    EQUAL,

    /**
     * From the base to three times the wait before, so that waits of the same attempt differ widely. The waits before are
     * drawn anew each time, which changes nothing about how waits are spread, and needs no memory.
     */
    DECORRELATED
}
