package io.myelin.handlers;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The threads of Axon's processor, with two of its habits mended from outside.
 *
 * Axon's coordinator waits 100 ms when a segment's buffer of 1,024 events is full. The buffer is empty long before, so that
 * no projection gets beyond some 10,000 events a second. The wait is cut to 1 ms here: a look at a counter per
 * millisecond, and only while there is a backlog.
 *
 * An error that escapes from one of its tasks disappears in a future that nobody reads, and the processor stands still
 * with all signs of health. Here somebody is told.
 */
final class ProjectionThreads extends ScheduledThreadPoolExecutor {

    /** What Axon 4.13 waits when a segment's buffer is full; it waits that long for nothing else. */
    private static final long AXON_FULL_BUFFER_WAIT_MS = 100;

    private static final long FULL_BUFFER_WAIT_MS = 1;

    /** The processor has stopped by then; only a handler that hangs takes longer, and waiting would not help it. */
    private static final long END_MAX_MS = 5_000;

    private final Consumer<Error> onLostError;

    private ProjectionThreads(int threads, ThreadFactory factory, Consumer<Error> onLostError) {
        super(threads, factory);
        this.onLostError = onLostError;
        // The next look at the claims must not keep a thread alive that has nothing to do any more.
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setRemoveOnCancelPolicy(true);
    }

    static ProjectionThreads named(String name, int threads, Consumer<Error> onLostError) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> new Thread(task, "projection-" + name + "-" + number.incrementAndGet());
        return new ProjectionThreads(threads, factory, onLostError);
    }

    /**
     * Lets what is running end, and starts nothing more. Interrupts nobody: that would close an H2 database file for
     * everybody.
     */
    void end() {
        shutdown();
        try {
            awaitTermination(END_MAX_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        boolean bufferIsFull = unit == TimeUnit.MILLISECONDS && delay == AXON_FULL_BUFFER_WAIT_MS;
        return super.schedule(task, bufferIsFull ? FULL_BUFFER_WAIT_MS : delay, unit);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        if (task instanceof Future<?> future && future.isDone()) {
            tellError(future);
        }
    }

    private void tellError(Future<?> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                onLostError.accept(error);
            }
        } catch (CancellationException e) {
            // Cancelled tasks did nothing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
