package io.myelin.handlers;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.LineStoppedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/*
 * Deliveries that share one savepoint.
 *
 * A savepoint before each event doubles what an event costs on PostgreSQL, and is wasted on all that succeed. So events
 * are delivered one after the other behind one savepoint. When one fails, everything since the savepoint is undone, what had
 * succeeded is delivered again, and the transaction is where it would be had the failed one never been tried. The next event
 * begins a new stretch. A good batch costs one savepoint; a bad event costs as many repetitions as it has predecessors since
 * the last one.
 *
 * The stretch is a nested unit of work, so that what handlers registered with it (updates to send after the commit, say)
 * vanishes with their writes. Between two deliveries it is not the current one: whoever calls sees the outer one.
 */
final class Stretch {

    /** Hands an event to the handlers, with everything that stands around them. */
    @FunctionalInterface
    interface Handling {
        void handle(EventMessage<?> event, UnitOfWork<EventMessage<?>> unitOfWork) throws Exception;
    }

    /** What all stretches of a projection have in common. */
    record Surroundings(JdbcTransactions transactions, Handling handling, HandlerMetrics metrics, HandlerTools tools) {}

    private final UnitOfWork<?> outer;
    private final Surroundings around;
    private final boolean oneByOne;
    private final List<EventMessage<?>> delivered = new ArrayList<>();
    private @Nullable DefaultUnitOfWork<EventMessage<?>> open;

    /** @param oneByOne whether batched statements are executed behind each event instead of at the end */
    Stretch(UnitOfWork<?> outer, Surroundings around, boolean oneByOne) {
        this.outer = outer;
        this.around = around;
        this.oneByOne = oneByOne;
    }

    /** Delivers the event, or leaves no trace of it and throws what was thrown. */
    void deliver(EventMessage<?> event) throws Exception {
        long start = around.metrics().start();
        try {
            handle(event);
        } catch (Exception e) {
            around.metrics().failed(event, start);
            undo(e);
            repeat(e);
            throw e;
        }
        around.metrics().succeeded(event, start);
        delivered.add(event);
    }

    /** Ends the stretch; what it delivered is undone only with the whole transaction from here on. */
    void seal() {
        DefaultUnitOfWork<?> sealing = open;
        if (sealing == null) {
            return;
        }
        executeBatched(sealing);
        List<EventMessage<?>> sealed = List.copyOf(delivered);
        open = null;
        delivered.clear();
        CurrentUnitOfWork.set(sealing);
        sealing.commit();
        outer.afterCommit(committed -> around.metrics().committed(sealed));
    }

    private static void executeBatched(UnitOfWork<?> sealing) {
        try {
            HandlerTools.endStretch(sealing);
        } catch (SQLException e) {
            throw new LineStoppedException(
                    "Batched statements failed, so their events are handled again one by one: " + e.getMessage(), e);
        }
    }

    /** Lets go of an open stretch when the transaction is rolled back as a whole. */
    void abandon(Throwable cause) {
        DefaultUnitOfWork<?> abandoned = open;
        open = null;
        delivered.clear();
        if (abandoned != null) {
            CurrentUnitOfWork.set(abandoned);
            abandoned.rollback(cause);
        }
    }

    private void handle(EventMessage<?> event) throws Exception {
        DefaultUnitOfWork<EventMessage<?>> nested = resume(event);
        try {
            around.handling().handle(event, nested);
            HandlerTools.endEvent(nested);
        } finally {
            CurrentUnitOfWork.clear(nested);
        }
    }

    private DefaultUnitOfWork<EventMessage<?>> resume(EventMessage<?> event) {
        DefaultUnitOfWork<EventMessage<?>> resumed = open;
        if (resumed != null) {
            resumed.transformMessage(before -> event);
            CurrentUnitOfWork.set(resumed);
            return resumed;
        }
        DefaultUnitOfWork<EventMessage<?>> begun = new DefaultUnitOfWork<>(event);
        begun.start();
        begun.resources().putAll(outer.resources());
        begun.attachTransaction(around.transactions());
        around.tools().layOut(begun, oneByOne);
        open = begun;
        return begun;
    }

    private void undo(Exception cause) {
        DefaultUnitOfWork<?> failed = open;
        open = null;
        if (failed == null) {
            throw new LineStoppedException("No savepoint could be set, so the batch is rolled back.", cause);
        }
        try {
            CurrentUnitOfWork.set(failed);
            failed.rollback(cause);
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw new LineStoppedException(
                    "The writes of a failed handler could not be undone alone, so the batch is rolled back: " + cause,
                    e);
        }
    }

    private void repeat(Exception cause) {
        List<EventMessage<?>> again = List.copyOf(delivered);
        delivered.clear();
        try {
            for (EventMessage<?> event : again) {
                handle(event);
                delivered.add(event);
            }
            seal();
        } catch (Exception e) {
            abandon(e);
            e.addSuppressed(cause);
            throw new LineStoppedException(
                    "An event that had been handled failed when it was handled again behind another one's failure, so the"
                            + " batch is rolled back: " + e,
                    e);
        }
    }
}
