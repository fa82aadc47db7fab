package io.myelin.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries the wish to end (Ctrl-C, SIGTERM) to the thread that runs the demo, and waits for it to have ended. */
final class StopRequest {

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether somebody asked the demo to end. */
    boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits for the wish, so long at most. */
    boolean isWishedWithin(Duration limit) throws InterruptedException {
        return wished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Called by the demo's thread when all is closed. */
    void ended() {
        ended.countDown();
    }

    /** Asks the demo to end, and waits for it; false if it hasn't ended in time. */
    boolean endWithin(Duration limit) throws InterruptedException {
        wished.countDown();
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
