package io.myelin.store.kafka.log;

/** What the writer wants of the tailer. Given under the writer's lock, read by the tailer's thread. */
final class TailerOrders {

    private static final long NOTHING = -1;

    private volatile long readTo = NOTHING;
    private volatile boolean fenceWanted;
    private volatile boolean fenceOut;
    private Runnable call = () -> {};

    /** Sets what makes the tailer look at these; before the first order. */
    void callBy(Runnable call) {
        this.call = call;
    }

    /** Makes the tailer look at what there is to do. */
    void call() {
        call.run();
    }

    /** Takes back what was to be read. */
    void clear() {
        readTo = NOTHING;
    }

    void read(long end) {
        readTo = end;
        call();
    }

    void fence() {
        fenceWanted = true;
        call();
    }

    void fenceLeaves() {
        fenceWanted = false;
        fenceOut = true;
    }

    void fenceAnswered() {
        fenceOut = false;
    }

    /** Returns the offset below which the writer waits for records, or -1 if it waits for none. */
    long readTo() {
        return readTo;
    }

    boolean fenceWanted() {
        return fenceWanted;
    }

    /** Returns whether a fence is on its way. */
    boolean fenceOut() {
        return fenceOut;
    }
}
