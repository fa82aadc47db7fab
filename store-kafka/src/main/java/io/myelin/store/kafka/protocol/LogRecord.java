package io.myelin.store.kafka.protocol;

/** A record as it was read from the log; whether an {@link Event} counts is for {@link GroupReader} to say. */
public sealed interface LogRecord {

    /** Returns the record's place in the log, from 0. */
    long offset();

    /**
     * A record with a stamp.
     *
     * @param offset where it is
     * @param stamp where its writer expected it, and with what
     * @param event what it holds
     */
    record Event(long offset, Stamp stamp, LoggedEvent event) implements LogRecord {}

    /**
     * A record that fills its place so that a record in doubt can no longer take it (rule 6).
     *
     * @param offset where it is
     */
    record Fence(long offset) implements LogRecord {}

    /**
     * Anything else that somebody wrote into the topic; it is skipped and counted.
     *
     * @param offset where it is
     */
    record Foreign(long offset) implements LogRecord {}
}
