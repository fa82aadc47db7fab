package io.myelin.chaos.history;

/** What the caller of a commit is told. */
public sealed interface Answer {

    /** It is in the log, from this offset on. */
    record Committed(long firstOffset) implements Answer {}

    /** Refused: the aggregate has {@code last} already. */
    record Conflict(String aggregateId, long sequenceNumber, long last) implements Answer {}

    /** Refused: an event of this identifier is there already. */
    record Duplicate(String eventId) implements Answer {}

    /** Nothing was stored. */
    record NotStored(String why) implements Answer {}

    /** It may be in the log, under this commit id. */
    record Unknown(String commitId) implements Answer {}
}
