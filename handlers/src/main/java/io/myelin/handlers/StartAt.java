package io.myelin.handlers;

/** Where a projection begins that has never run. One that has run goes on where it stopped. */
public enum StartAt {

    /** At the oldest event. */
    BEGINNING,

    /** At the next event; none of those before is ever handled, unless the projection is replayed. */
    NOW
}
