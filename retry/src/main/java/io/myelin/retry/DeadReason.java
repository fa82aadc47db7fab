package io.myelin.retry;

/** Why an event became a dead letter. */
public enum DeadReason {
    /** It can never succeed: {@link FailureCategory#PERMANENT}. */
    PERMANENT,
    /** Its attempts are used up. */
    ATTEMPTS,
    /** It failed for longer than it may. */
    ELAPSED,
    /** Its last attempt ended with the process, or without any answer. */
    CRASHED,
    /** Somebody put it there, past all attempts. */
    ENQUEUED
}
