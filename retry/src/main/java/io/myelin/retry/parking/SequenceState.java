package io.myelin.retry.parking;

/** Whether a parked sequence goes on by itself. */
public enum SequenceState {
    /** Its first event will be tried again when it is due, or is being tried right now. */
    RETRYING,
    /** Its first event is a dead letter: the sequence waits for somebody to redrive, skip or evict it. */
    DEAD
}
