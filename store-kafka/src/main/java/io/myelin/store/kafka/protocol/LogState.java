package io.myelin.store.kafka.protocol;

import java.util.List;

/**
 * What the valid groups of the log add up to, as far as the check needs it (rule 3).
 *
 * <p>Not thread-safe as seen by its one user, which applies and checks under one lock; an implementation may allow more.
 */
public interface LogState {

    /** Returned by {@link #lastSequenceNumber} for an aggregate without events. */
    long NO_EVENTS = -1;

    /** Returns the offset below which everything is applied; 0 when nothing is. */
    long position();

    /** Returns the last sequence number of the aggregate, or {@link #NO_EVENTS}. */
    long lastSequenceNumber(String aggregateId);

    /** Returns whether an event with this identifier has been applied. */
    boolean containsEvent(String eventId);

    /**
     * Applies valid groups and moves the position, both or neither. Applying a group again changes nothing.
     *
     * @param groups in log order; may be empty, when all that was read was void or foreign
     * @param position the offset below which everything is now decided, never less than before
     */
    void apply(List<ValidGroup> groups, long position);
}
