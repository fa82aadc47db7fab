package io.myelin.retry.parking;

import org.axonframework.eventhandling.EventMessage;

/**
 * Hands one event to all handlers of a processing group, within the current unit of work and its JDBC transaction.
 *
 * <p>All or nothing: a delivery that throws has left none of its writes behind in the transaction, mostly by a savepoint,
 * and the transaction can be used further. Called by the group's processor threads and by the retry worker's, never for
 * two events of one sequence at the same time.
 */
@FunctionalInterface
public interface EventDelivery {

    /**
     * Delivers the event.
     *
     * @throws io.myelin.retry.LineStoppedException if the transaction could not be restored; it is rolled back then
     * @throws Exception what a handler threw; the policy decides by it. An {@link Error} that concerns the event alone is
     *     wrapped into an exception by the implementation.
     */
    void deliver(EventMessage<?> event) throws Exception;
}
