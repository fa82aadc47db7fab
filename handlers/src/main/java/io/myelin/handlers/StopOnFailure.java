package io.myelin.handlers;

import io.myelin.retry.parking.EventDelivery;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;

/** Lets any failure roll the batch back, so that Axon's processor waits and tries it again. */
final class StopOnFailure implements EventLine {

    private final EventDelivery delivery;

    StopOnFailure(EventDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void begin(Segment segment) {
        // Nothing is known between batches.
    }

    @Override
    public void take(EventMessage<?> event, String sequence) throws Exception {
        delivery.deliver(event);
    }

    @Override
    public void end() {
        // Nothing was put aside.
    }
}
