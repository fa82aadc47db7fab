package io.myelin.retry.parking;

/** Lets tests of other modules take a retry worker's rounds one by one. */
public final class SteppedWorker {

    private SteppedWorker() {}

    /** Delivers the letters of the sequence that is due for longest, if any. */
    public static void runOnce(GroupRetry retry) {
        var unused = retry.worker().runOnce();
    }
}
