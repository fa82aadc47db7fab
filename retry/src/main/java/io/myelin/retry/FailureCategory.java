package io.myelin.retry;

/** What kind of failure it was, and so what may help against it. */
public enum FailureCategory {
    /** Two transactions got in each other's way: trying again at once mostly helps. */
    CONTENTION,
    /** Something that all events need is down: waiting helps, giving up on single events would harm. */
    INFRA,
    /** Code and database do not fit together: a table, column or class is missing, for every event alike. */
    DEPLOY,
    /** Many sequences fail alike and little succeeds: by that evidence, it is not the events. No built-in rule gives it. */
    SYSTEMIC,
    /** This event can never be handled by this code: no wait will help. */
    PERMANENT,
    /** The handler took longer than it may. */
    TIMEOUT,
    /** Nothing is known about it: it may pass. */
    UNKNOWN
}
