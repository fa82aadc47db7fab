package io.myelin.handlers;

import io.myelin.retry.parking.EventDelivery;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Delivers events to a projection's handlers: within a processor's batch, or alone when a parked event is tried again. */
final class Delivery implements EventDelivery {

    private static final String STRETCH = Stretch.class.getName();

    private final Stretch.Surroundings around;

    Delivery(Stretch.Surroundings around) {
        this.around = around;
    }

    /**
     * Lets the deliveries of a batch share savepoints, until its unit of work ends.
     *
     * @param oneByOne whether batched statements are executed behind each event instead of at the end
     */
    Stretch startBatch(UnitOfWork<?> unitOfWork, boolean oneByOne) {
        Stretch stretch = new Stretch(unitOfWork, around, oneByOne);
        unitOfWork.resources().put(STRETCH, stretch);
        return stretch;
    }

    @Override
    public void deliver(EventMessage<?> event) throws Exception {
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        Stretch ofBatch = unitOfWork.getResource(STRETCH);
        if (ofBatch != null && unitOfWork.phase() == UnitOfWork.Phase.STARTED) {
            ofBatch.deliver(event);
            return;
        }
        // Alone too if the batch's commit is being prepared: its stretch is closed by then.
        Stretch alone = new Stretch(unitOfWork, around, true);
        alone.deliver(event);
        alone.seal();
    }
}
