package io.myelin.core.command;

import io.myelin.core.command.CommandRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that handle commands, and whether commands are taken at all: not before the start, held while the
 * other parts start, then handled, and not taken any more once the stop has begun.
 */
final class CommandThreads {

    private static final Logger log = LoggerFactory.getLogger(CommandThreads.class);

    /** Threads without work end after this; long enough to bridge the pauses of a busy system. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    private enum Intake {
        NOT_STARTED,
        HOLDING,
        OPEN,
        STOPPING
    }

    private final CommandSettings settings;
    private final ThreadPoolExecutor executor;
    private final CountDownLatch holding = new CountDownLatch(1);
    private volatile Intake intake = Intake.NOT_STARTED;
    private volatile boolean opened;

    CommandThreads(CommandSettings settings, CommandMetrics metrics) {
        this.settings = settings;
        BlockingQueue<Runnable> queue =
                settings.queueMax() == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(settings.queueMax());
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                IDLE_MAX.toMillis(),
                TimeUnit.MILLISECONDS,
                queue,
                task -> new CommandThread(this, task, "myelin-command-" + number.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        metrics.watch(executor);
    }

    /** Takes commands, but holds them until {@link #open()}: processors that start may send some already. */
    void hold() {
        intake = Intake.HOLDING;
    }

    void open() {
        opened = true;
        intake = Intake.OPEN;
        holding.countDown();
    }

    /** Takes no more commands; those taken go on. */
    void stopTaking() {
        intake = Intake.STOPPING;
        holding.countDown();
    }

    /** Waits until all commands taken have their result; those that still wait after the time allowed are refused. */
    void drain() {
        executor.shutdown();
        if (!awaitEnd()) {
            List<Runnable> waiting = new ArrayList<>();
            executor.getQueue().drainTo(waiting);
            waiting.forEach(task -> ((Held) task).refuseStopping());
            // Not interrupted: that would close an H2 file database for everybody.
            log.warn(
                    "{} commands were still in work {} after the stop began, and {} waited; those that waited were"
                            + " refused, the others go on without being waited for.",
                    executor.getActiveCount(),
                    settings.stopTimeout(),
                    waiting.size());
        }
    }

    /** Returns why a command sent now is not taken, or nothing if it is. */
    Optional<CommandRefusedException> refusal() {
        if (isCommandThread()) {
            return Optional.empty();
        }
        return switch (intake) {
            case NOT_STARTED ->
                Optional.of(new CommandRefusedException(
                        Reason.NOT_STARTED,
                        "The application has not been started, so nothing was done. Call start() first."));
            case STOPPING -> Optional.of(new CommandRefusedException(Reason.STOPPING, stopping()));
            case HOLDING, OPEN -> Optional.empty();
        };
    }

    /**
     * Runs the task on a thread of its own as soon as one is free. A task that comes from within another runs at
     * once, on the same thread and in the same unit of work: otherwise commands that wait for commands could use up
     * all threads.
     */
    void run(CommandTask task) {
        if (isCommandThread()) {
            task.run();
            return;
        }
        try {
            executor.execute(new Held(task));
        } catch (RejectedExecutionException e) {
            if (executor.isShutdown()) {
                task.refuse(Reason.STOPPING, stopping());
            } else {
                task.refuse(Reason.OVERLOADED, overloaded());
            }
        }
    }

    private boolean isCommandThread() {
        return Thread.currentThread() instanceof CommandThread thread && thread.owner == this;
    }

    private boolean awaitEnd() {
        try {
            return executor.awaitTermination(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String stopping() {
        return "The application stops and takes no more commands, so nothing was done."
                + " Send it to another instance, or again later.";
    }

    private String overloaded() {
        return settings.threads() + " commands are in work and " + settings.queueMax()
                + " wait for a thread, so this one was not taken and nothing was done."
                + " Send it again later, or send fewer at once."
                + " If the store keeps up, raise threads or queueMax in CommandSettings.";
    }

    /** A task that waits, where it must, until the application has started. */
    private final class Held implements Runnable {

        private final CommandTask task;

        private Held(CommandTask task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                holding.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (opened) {
                task.run();
            } else {
                refuseStopping();
            }
        }

        private void refuseStopping() {
            task.refuse(Reason.STOPPING, stopping());
        }
    }

    /** Known by its type, so that a command from within a command is recognised. */
    private static final class CommandThread extends Thread {

        private final CommandThreads owner;

        private CommandThread(CommandThreads owner, Runnable task, String name) {
            super(task, name);
            this.owner = owner;
            setDaemon(true);
        }
    }
}
