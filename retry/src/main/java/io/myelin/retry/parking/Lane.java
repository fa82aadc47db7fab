package io.myelin.retry.parking;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one round after the other, each as long after the one before as that one said, or at once when woken. */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final Supplier<Duration> round;
    private final ScheduledExecutorService executor;

    private @Nullable Future<?> next;

    /** Which scheduled round may begin: the last one. One that was replaced may be on its way to a thread already. */
    private long ticket;

    private boolean inRound;
    private boolean wokenMeanwhile;
    private boolean closed;

    Lane(Supplier<Duration> round, ScheduledExecutorService executor) {
        this.round = round;
        this.executor = executor;
    }

    /** Lets the next round begin now; after the one that runs, if one does. */
    synchronized void wake() {
        if (inRound) {
            wokenMeanwhile = true;
        } else {
            schedule(Duration.ZERO);
        }
    }

    /** Lets no more rounds begin. */
    synchronized void close() {
        closed = true;
        forgetNext();
    }

    /** Waits until no round runs; answers false if that takes longer than {@code patience}. */
    synchronized boolean awaitIdle(Duration patience) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (inRound) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    private void run(long mine) {
        if (!begin(mine)) {
            return;
        }
        Duration wait = Duration.ZERO;
        try {
            wait = round.get();
        } finally {
            end(wait);
        }
    }

    private synchronized boolean begin(long mine) {
        if (closed || inRound || mine != ticket) {
            return false;
        }
        inRound = true;
        return true;
    }

    private synchronized void end(Duration wait) {
        inRound = false;
        notifyAll();
        schedule(wokenMeanwhile ? Duration.ZERO : wait);
        wokenMeanwhile = false;
    }

    private void schedule(Duration wait) {
        if (closed) {
            return;
        }
        forgetNext();
        long mine = ++ticket;
        try {
            next = executor.schedule(() -> run(mine), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
            log.warn(
                    "The executor of a retry worker was shut down before the worker was closed; parked events wait.",
                    e);
        }
    }

    private void forgetNext() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
