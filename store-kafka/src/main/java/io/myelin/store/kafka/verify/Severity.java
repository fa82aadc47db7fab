package io.myelin.store.kafka.verify;

/** How bad something is. */
public enum Severity {
    /** A person should look at it; no event is lost or in doubt. */
    WARNING,
    /** What the log promises does not hold: events are missing, unreadable or contradict each other. */
    DAMAGE
}
