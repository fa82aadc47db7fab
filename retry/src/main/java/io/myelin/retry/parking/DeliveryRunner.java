package io.myelin.retry.parking;

import java.util.concurrent.Callable;

/** Runs the delivery of a parked event on whichever thread it likes, and gives up on one that takes too long. */
public interface DeliveryRunner {

    /**
     * Returns what {@code delivery} returned, or throws what it threw.
     *
     * @param delivery opens and ends a transaction of its own; one that was given up may still run, and is fenced off by its
     *     lease
     * @throws Exception also if the delivery was given up; that is a failed attempt like any other
     */
    <T> T run(Callable<T> delivery) throws Exception;

    /** Returns one that runs deliveries on the caller's thread, for as long as they like. */
    static DeliveryRunner direct() {
        return new DeliveryRunner() {
            @Override
            public <T> T run(Callable<T> delivery) throws Exception {
                return delivery.call();
            }
        };
    }
}
