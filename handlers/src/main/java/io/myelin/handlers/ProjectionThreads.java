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
 * The threads of Axon's processor, with three of its habits mended from outside.
 *
 * Axon's coordinator waits 100 ms when a segment's buffer of 1,024 events is full. The buffer is empty long before, so that
 * no projection gets beyond some 10,000 events a second. The wait is cut to 1 ms here: a look at a counter per
 * millisecond, and only while there is a backlog.
 *
 * After trouble with the database the coordinator waits for up to a minute, however short ago it ended. Here it never
 * waits for longer than five seconds.
 *
 * An error that escapes from one of its tasks disappears in a future that nobody reads, and the processor stands still
 * with all signs of health. Here somebody is told.
 */
final class ProjectionThreads extends ScheduledThreadPoolExecutor {

    /** What Axon 4.13 waits when a segment's buffer is full; it waits that long for nothing else. */
    private static final long AXON_FULL_BUFFER_WAIT_MS = 100;

    private static final long FULL_BUFFER_WAIT_MS = 1;

    /** So long may a database be back without being noticed; the price is one attempt to connect each time. */
    private static final long WAIT_MAX_MS = 5_000;

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
        return super.schedule(task, mended(unit.toMillis(delay)), TimeUnit.MILLISECONDS);
    }

    private static long mended(long delayMs) {
        return delayMs == AXON_FULL_BUFFER_WAIT_MS ? FULL_BUFFER_WAIT_MS : Math.min(delayMs, WAIT_MAX_MS);
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
