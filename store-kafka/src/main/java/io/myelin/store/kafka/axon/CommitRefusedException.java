package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.protocol.AppendResult;

/** Why a commit was refused, as the cause of the exception that Axon knows for it. */
final class CommitRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private CommitRefusedException(String message) {
        super(message);
    }

    static CommitRefusedException of(AppendResult.SequenceConflict conflict) {
        return new CommitRefusedException(
                ("Aggregate %s already has event %d in the log, so event %d can't follow; nothing was stored."
                                + " Load the aggregate again and repeat the command.")
                        .formatted(conflict.aggregateId(), conflict.lastSequenceNumber(), conflict.sequenceNumber()));
    }

    static CommitRefusedException of(AppendResult.DuplicateEvent duplicate) {
        return new CommitRefusedException(
                ("An event with the identifier %s is in the log already, or twice in this commit; nothing was stored."
                                + " Don't publish the same event message again: make a new one.")
                        .formatted(duplicate.eventId()));
    }
}
