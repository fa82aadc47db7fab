package io.myelin.retry.parking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Delivers a leased letter in a unit of work of its own: its effects and its leaving are one transaction. */
record LetterDelivery(Database database, EventDelivery delivery, Leases leases, DeliveryRunner runner) {

    /**
     * Delivers the letter.
     *
     * @return the lease of the next letter; nothing if it was the last
     * @throws LeaseLostException if the lease was lost meanwhile; nothing has happened then
     */
    Optional<Lease> deliver(Lease lease) throws Exception {
        return runner.run(() -> deliverHere(lease));
    }

    private Optional<Lease> deliverHere(Lease lease) throws Exception {
        List<EventMessage<?>> events = database.fetch(
                        connection -> leases.lot().tables().letters().read(connection, lease.id(), lease.index()))
                .map(leases.lot().codec()::decode)
                .orElseThrow(() -> new LeaseLostException(lease));
        List<Lease> next = new ArrayList<>(1);
        UnitOfWork<EventMessage<?>> unitOfWork = DefaultUnitOfWork.startAndGet(events.isEmpty() ? null : events.get(0));
        unitOfWork.attachTransaction(database.transactions());
        ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
            for (EventMessage<?> event : events) {
                delivery.deliver(event);
            }
            // Last, so that rows of projections are locked before the sequence's row, as the processor does it.
            Database.beforeCommit(
                    unitOfWork, () -> leases.succeed(database.current(), lease).ifPresent(next::add));
            return null;
        });
        if (result.isExceptional()) {
            throw asException(result.exceptionResult());
        }
        return next.stream().findFirst();
    }

    private static Exception asException(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (Exception) failure;
    }
}
