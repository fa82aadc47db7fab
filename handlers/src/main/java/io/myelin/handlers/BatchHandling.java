package io.myelin.handlers;

import io.myelin.retry.parking.GroupRetry;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Handles a batch of a segment's events in one unit of work and its transaction. */
final class BatchHandling {

    private final GroupRetry retry;
    private final Delivery delivery;
    private final Sequencing sequencing;
    private final BatchTransactions transactions;

    BatchHandling(GroupRetry retry, Delivery delivery, Sequencing sequencing, BatchTransactions transactions) {
        this.retry = retry;
        this.delivery = delivery;
        this.sequencing = sequencing;
        this.transactions = transactions;
    }

    /**
     * Handles the batch and commits it with its token, or rolls back and throws.
     *
     * @param unitOfWork not started yet, with its transaction attached; Axon runs its task once per event
     */
    void handle(List<? extends EventMessage<?>> events, UnitOfWork<?> unitOfWork, Segment segment) throws Exception {
        boolean[] handled = {false};
        try {
            ResultMessage<?> result = unitOfWork.executeWithResult(
                    () -> {
                        if (!handled[0]) {
                            handled[0] = true;
                            handleAll(events, unitOfWork, segment);
                        }
                        return null;
                    },
                    RollbackConfigurationType.ANY_THROWABLE);
            if (result.isExceptional()) {
                throw asException(result.exceptionResult());
            }
        } catch (Error e) {
            throw asException(e);
        } finally {
            // Axon rolls nothing back when an error escapes from its commit.
            transactions.rollbackIfOpen();
        }
    }

    private void handleAll(List<? extends EventMessage<?>> events, UnitOfWork<?> unitOfWork, Segment segment) {
        transactions.requireBegun();
        Stretch stretch = delivery.startBatch(unitOfWork);
        try {
            for (EventMessage<?> event : events) {
                retry.handle(event, sequencing.sequenceOf(event), segment);
            }
            retry.finish(segment);
            stretch.seal();
        } catch (RuntimeException | Error e) {
            stretch.abandon(e);
            throw e;
        }
    }

    private static Exception asException(Throwable failure) {
        return failure instanceof Exception exception
                ? exception
                : new IllegalStateException("A batch failed with an error and was rolled back: " + failure, failure);
    }
}
