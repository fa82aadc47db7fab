package io.myelin.handlers;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one event after the other pass, so that a replay takes a while. */
final class Pace implements AutoCloseable {
    private final Semaphore permits = new Semaphore(0);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean hurry;

    Pace() {
        var unused = timer.scheduleAtFixedRate(permits::release, 0, 4, TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        if (!hurry) {
            permits.acquire();
            permits.drainPermits();
        }
    }

    void hurry(boolean now) {
        hurry = now;
    }

    @Override
    public void close() {
        permits.release(1_000_000);
        timer.shutdown();
    }
}
