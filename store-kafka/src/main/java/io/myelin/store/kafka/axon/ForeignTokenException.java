package io.myelin.store.kafka.axon;

import org.axonframework.common.AxonNonTransientException;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;

/** A token does not belong to the log that was to be read from it. */
public final class ForeignTokenException extends AxonNonTransientException {

    private static final long serialVersionUID = 1L;

    private ForeignTokenException(String message) {
        super(message);
    }

    static ForeignTokenException ofAnotherKind(TrackingToken token) {
        return new ForeignTokenException(
                ("The token %s is a %s, and tokens of this log are %s with the offset of the event handled last."
                                + " It comes from another event store; reading from a wrong place would skip or repeat events."
                                + " Reset the processing group's token to one that this event store makes (createTokenAt, createTailToken).")
                        .formatted(
                                token,
                                token.getClass().getSimpleName(),
                                GlobalSequenceTrackingToken.class.getSimpleName()));
    }

    static ForeignTokenException beyondTheEnd(GlobalSequenceTrackingToken token, long end) {
        return new ForeignTokenException(
                ("The token says that the event at offset %d was handled, but the log ends before offset %d."
                                + " The token is of another log, or the log was restored from an older copy: the events to come would be skipped."
                                + " Use the token store that belongs to this log, or reset the processing group and replay.")
                        .formatted(token.getGlobalIndex(), end));
    }
}
