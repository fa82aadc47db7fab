package io.myelin.store.kafka.protocol;

import java.util.function.Function;

/** What became of a commit. */
public sealed interface AppendResult {

    /** Returns what the function for this case returns. */
    <R> R fold(
            Function<? super Committed, ? extends R> committed,
            Function<? super SequenceConflict, ? extends R> conflict,
            Function<? super DuplicateEvent, ? extends R> duplicate);

    /**
     * The commit is in the log, whole and valid, for ever.
     *
     * @param firstOffset of its first event; the others follow without a gap
     */
    record Committed(long firstOffset) implements AppendResult {
        @Override
        public <R> R fold(
                Function<? super Committed, ? extends R> committed,
                Function<? super SequenceConflict, ? extends R> conflict,
                Function<? super DuplicateEvent, ? extends R> duplicate) {
            return committed.apply(this);
        }
    }

    /**
     * Refused: the aggregate already has an event at or after the sequence number; nothing was stored.
     *
     * @param aggregateId of the event that was refused
     * @param sequenceNumber of the event that was refused
     * @param lastSequenceNumber the aggregate's last one in the log
     */
    record SequenceConflict(String aggregateId, long sequenceNumber, long lastSequenceNumber) implements AppendResult {
        @Override
        public <R> R fold(
                Function<? super Committed, ? extends R> committed,
                Function<? super SequenceConflict, ? extends R> conflict,
                Function<? super DuplicateEvent, ? extends R> duplicate) {
            return conflict.apply(this);
        }
    }

    /**
     * Refused: an event with this identifier is in the log; nothing was stored.
     *
     * @param eventId the identifier that is there already
     */
    record DuplicateEvent(String eventId) implements AppendResult {
        @Override
        public <R> R fold(
                Function<? super Committed, ? extends R> committed,
                Function<? super SequenceConflict, ? extends R> conflict,
                Function<? super DuplicateEvent, ? extends R> duplicate) {
            return duplicate.apply(this);
        }
    }
}
