package io.myelin.chaos.history;

import java.util.List;

/** One thing that a writer's process did or was told, when it did. Times are microseconds since the epoch. */
public sealed interface Entry {

    /** Returns when it was, on the machine's clock, which all processes share. */
    long atMicros();

    /**
     * A commit is about to be appended.
     *
     * @param operation names it, the same as in its answer
     * @param events that it appends; the first has an identifier that no other operation uses
     */
    record Invoked(long atMicros, String operation, List<EventRef> events) implements Entry {

        /** Copies the list. */
        public Invoked {
            events = List.copyOf(events);
        }
    }

    /** What the caller of a commit was told. */
    record Answered(long atMicros, String operation, Answer answer) implements Entry {}

    /**
     * An aggregate was loaded.
     *
     * @param position the store's before the load
     * @param positionAfter the store's after it
     * @param count of its events
     * @param digest of their identifiers, in order: {@link TextDigest}
     */
    record Loaded(long atMicros, String aggregateId, long position, long positionAfter, int count, long digest)
            implements Entry {}

    /**
     * A reader has read on.
     *
     * @param from the least offset that it could hand out
     * @param to its position afterwards
     * @param count of the events that it handed out
     * @param digest of their offsets and identifiers, in order: {@link TextDigest}
     */
    record ReadOn(long atMicros, long from, long to, int count, long digest) implements Entry {}

    /** The process saw by itself that something is wrong. */
    record Noticed(long atMicros, String what) implements Entry {}
}
