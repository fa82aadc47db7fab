package io.myelin.retry.parking;

import java.time.Duration;

/** Lets the current thread wait; handed in, so that tests need not. */
@FunctionalInterface
public interface Waiter {

    /** Returns after {@code pause}. */
    void pause(Duration pause) throws InterruptedException;
}
