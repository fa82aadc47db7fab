package io.myelin.handlers;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.deadline.HandlerDeadlines;
import io.myelin.handlers.scale.MergeProgress;
import io.myelin.retry.LineStoppedException;
import io.myelin.retry.parking.GroupRetry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.tracing.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a batch of a segment's events in one transaction, or in more if handlers are slow.
 *
 * <p>Axon's processor takes what has come in, up to the batch size, and hands over a unit of work for all of it. That one stays
 * empty. The events are handled in units of work of our own; each ends when there are no more events, or earlier when its time
 * is over, and stores its token with what its handlers wrote. Axon's is committed last, to tell the processor.
 */
final class BatchHandling {

    private static final Logger log = LoggerFactory.getLogger(BatchHandling.class);

    private final GroupRetry retry;
    private final Delivery delivery;
    private final Sequencing sequencing;
    private final Bounds bounds;
    private final Runner runner;

    /** Runs what handles events in one transaction, on whichever thread it likes, and again if it was undone. */
    @FunctionalInterface
    interface Runner {
        int run(AxonBatch batch, int first, Callable<Integer> transaction) throws Exception;

        /** Returns whether each event of the segment is to have a transaction of its own. */
        default boolean isOneByOne(Segment segment) {
            return false;
        }
    }

    /**
     * The transactions that events are handled in.
     *
     * @param timeMax after which no further event is taken into one
     */
    record Bounds(JdbcTransactions transactions, Duration timeMax, LongSupplier nanoTime) {
        private boolean isTimeLeft(long startNanos) {
            return nanoTime.getAsLong() - startNanos < timeMax.toNanos();
        }
    }

    BatchHandling(GroupRetry retry, Delivery delivery, Sequencing sequencing, Bounds bounds, Runner runner) {
        this.retry = retry;
        this.delivery = delivery;
        this.sequencing = sequencing;
        this.bounds = bounds;
        this.runner = runner;
    }

    /**
     * Handles the batch, each of its transactions within a span of its own, and commits it with its token, or throws; then what
     * the stored token does not cover was rolled back.
     */
    void handle(AxonBatch batch, Supplier<Span> spans) throws Exception {
        for (int next = 0; next < batch.events().size(); ) {
            int first = next;
            next = runner.run(batch, first, () -> spans.get().runCallable(() -> handleInTransaction(batch, first)));
        }
        batch.settle();
    }

    private int handleInTransaction(AxonBatch batch, int first) throws Exception {
        try {
            return handleInTransaction(batch, first, false);
        } catch (LineStoppedException e) {
            if (!StatementBatch.isToBlameFor(e)) {
                throw e;
            }
            log.debug("Batched statements failed; each event's are executed by themselves now.", e);
            return handleInTransaction(batch, first, true);
        }
    }

    private int handleInTransaction(AxonBatch batch, int first, boolean oneByOne) throws Exception {
        int[] next = {first};
        try {
            UnitOfWork<?> unitOfWork = new DefaultUnitOfWork<>(batch.events().get(first));
            unitOfWork.start();
            unitOfWork.resources().putAll(batch.resources());
            unitOfWork.resources().put(Deadlines.SEGMENT, batch.segment().getSegmentId());
            unitOfWork.onCommit(committing -> HandlerDeadlines.beforeCommit());
            unitOfWork.attachTransaction(bounds.transactions());
            HandlerDeadlines.begun();
            unitOfWork.onPrepareCommit(preparing -> batch.storeTokenBefore(next[0]));
            ResultMessage<?> result = unitOfWork.executeWithResult(
                    () -> {
                        next[0] = handleSome(batch, first, delivery.startBatch(unitOfWork, oneByOne));
                        return null;
                    },
                    RollbackConfigurationType.ANY_THROWABLE);
            if (result.isExceptional()) {
                throw asException(result.exceptionResult());
            }
        } catch (Error e) {
            throw asException(e);
        } finally {
            // Axon rolls nothing back when an error escapes from its commit.
            bounds.transactions().rollbackIfOpen();
        }
        return next[0];
    }

    /** Answers which event comes next: the first that there was no time for, or the end. */
    private int handleSome(AxonBatch batch, int first, Stretch stretch) {
        long startNanos = bounds.nanoTime().getAsLong();
        int next = first;
        try {
            do {
                EventMessage<?> event = batch.events().get(next++);
                String sequence = sequencing.sequenceOf(event);
                if (MergeProgress.isNew(event, sequence, batch.segment())) {
                    retry.handle(event, sequence, batch.segment());
                }
            } while (next < batch.events().size() && (mayGoOn(batch, startNanos) || !batch.maySplitAt(next)));
            retry.finish(batch.segment());
            stretch.seal();
        } catch (RuntimeException | Error e) {
            stretch.abandon(e);
            throw e;
        }
        return next;
    }

    private boolean mayGoOn(AxonBatch batch, long startNanos) {
        return bounds.isTimeLeft(startNanos) && !runner.isOneByOne(batch.segment());
    }

    private static Exception asException(Throwable failure) {
        return failure instanceof Exception exception
                ? exception
                : new IllegalStateException("A batch failed with an error and was rolled back: " + failure, failure);
    }
}
