package io.myelin.core.command;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;

/** Repeats commands that met another writer, and no others. */
final class ConflictRetryScheduler implements RetryScheduler {

    private final ConflictRetry retry;
    private final ScheduledExecutorService executor;
    private final RandomGenerator random;
    private final CommandMetrics metrics;
    private final Predicate<Class<?>> createsIfMissing;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Creates the scheduler.
     *
     * @param createsIfMissing tells the commands that, repeated, find the aggregate that another writer has just
     *     created
     */
    ConflictRetryScheduler(
            ConflictRetry retry,
            ScheduledExecutorService executor,
            RandomGenerator random,
            CommandMetrics metrics,
            Predicate<Class<?>> createsIfMissing) {
        this.retry = retry;
        this.executor = executor;
        this.random = random;
        this.metrics = metrics;
        this.createsIfMissing = createsIfMissing;
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature.
    public boolean scheduleRetry(
            CommandMessage command,
            RuntimeException failure,
            List<Class<? extends Throwable>[]> failures,
            Runnable dispatch) {
        if (!isRepeatable(command, failure)) {
            return false;
        }
        if (failures.size() >= retry.attemptsMax()) {
            throw usedUp(command, failure);
        }
        return schedule(dispatch, retry.delayMsBefore(failures.size() + 1, random), command);
    }

    /** Sends what waits at once; the command bus, which takes no more commands by now, answers the senders. */
    void close() {
        executor.shutdown();
        List.copyOf(waiting).forEach(this::send);
    }

    private boolean schedule(Runnable dispatch, long delayMs, CommandMessage<?> command) {
        waiting.add(dispatch);
        try {
            ScheduledFuture<?> unused = executor.schedule(() -> send(dispatch), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The application stops: the sender gets the conflict, unless close() was faster.
            return !waiting.remove(dispatch);
        }
        metrics.repeated(command);
        return true;
    }

    private void send(Runnable dispatch) {
        if (waiting.remove(dispatch)) {
            dispatch.run();
        }
    }

    private boolean isRepeatable(CommandMessage<?> command, RuntimeException failure) {
        // Within a unit of work the command is a part of another one, which is repeated as a whole.
        if (retry.attemptsMax() == 1 || CurrentUnitOfWork.isStarted() || !Conflicts.isConflict(failure)) {
            return false;
        }
        return !Conflicts.isCreationConflict(failure) || createsIfMissing.test(command.getPayloadType());
    }

    private ConcurrencyException usedUp(CommandMessage<?> command, RuntimeException last) {
        return new ConcurrencyException(
                command.getPayloadType().getSimpleName() + " met another writer in each of " + retry.attemptsMax()
                        + " attempts, and nothing was stored. Last: " + last.getMessage()
                        + " Send it again; if this happens often, many writers want one aggregate: make it smaller.",
                last);
    }
}
