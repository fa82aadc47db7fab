package io.myelin.handlers.deadline;

import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.jdbc.JdbcTransactionException;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.jdbc.TransactionHandle;
import io.myelin.retry.LineStoppedException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * How a handler that hangs is ended.
 *
 * Axon's processor waits for the thread that handles a batch, without a limit. So batches run on threads of our own, and
 * Axon's thread waits here and watches: it sees what the other is doing (Step) and since when. When a step takes too long, its
 * statement is cancelled, its thread is interrupted where that does no harm, its connection is cut, and at last it is left
 * behind: Axon's thread goes on without it.
 *
 * A run that was left behind must not take effect later. It commits only if it gets from WORKING to COMMITTING, and who leaves
 * it behind takes it from WORKING to LEFT_BEHIND, by a compare-and-set each: one of them fails. After that its transaction is
 * aborted, which is only a matter of its locks.
 */

/** The deadlines of one projection's handlers. Safe for use by several threads. */
public final class HandlerDeadlines {

    /** Each is a thread, and maybe a core, that is lost until the process ends; with more something is wrong with all events. */
    static final int STUCK_MAX = 8;

    /** "Query cancelled" of PostgreSQL and H2. */
    private static final String CANCELLED = "57014";

    private static final Logger log = LoggerFactory.getLogger(HandlerDeadlines.class);

    private static final ThreadLocal<@Nullable Current> CURRENT = new ThreadLocal<>();

    private final Scope scope;
    private final JdbcTransactions transactions;
    private final Executor threads;
    private final DeadlineMetrics metrics;
    private final Outcomes outcomes;
    private volatile @Nullable Session session;

    /** What the thread runs, and under whose deadlines. */
    private record Current(HandlerDeadlines deadlines, Run run) {}

    /** Whose handlers they are, and how long they may take. */
    public record Scope(String projection, DeadlineSettings settings) {}

    /**
     * Makes them.
     *
     * @param threads on which events are handled, one for each run, and as many more as are left behind; it must never queue
     */
    public HandlerDeadlines(Scope scope, JdbcTransactions transactions, Executor threads, MeterRegistry meters) {
        this.scope = scope;
        this.transactions = transactions;
        this.threads = threads;
        this.metrics = new DeadlineMetrics(meters, scope.projection());
        this.outcomes = new Outcomes(scope, metrics);
    }

    /** A delivery of an event to its handlers. */
    @FunctionalInterface
    public interface Handling {
        /** Handles it. */
        void handle() throws Exception;
    }

    /**
     * Runs {@code work} on another thread and waits for it.
     *
     * <p>Its calls of {@link #handle} have the handlers' time-out each; what else it does once its transaction is open has
     * that of the commit.
     *
     * @param suspects identifiers of events whose handlers took too long before; they time out at once, without being called
     * @throws HandlerTimeoutException if it failed, or was left behind, because handlers took too long; nothing it did is or
     *     will be committed
     * @throws LineStoppedException if it was left behind between two handlers
     * @throws Exception what it threw
     */
    public <T> T run(Set<String> suspects, Callable<T> work) throws Exception {
        requireThreads();
        Run run = new Run(scope.settings(), System::nanoTime, suspects);
        Escalation escalation = new Escalation(run, threads);
        FutureTask<T> task = new FutureTask<>(() -> call(run, work));
        threads.execute(task);
        while (true) {
            try {
                return task.get(
                        Stages.waitNs(run.overNs(run.step()), scope.settings().shortest()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                Step left = escalation.look(isInterruptible());
                if (left != null) {
                    throw outcomes.leftBehind(run, left);
                }
            } catch (ExecutionException e) {
                throw outcomes.failed(run, e);
            }
        }
    }

    /** Tells that the current thread has opened its transaction; does nothing outside of a run. */
    public static void begun() {
        Current current = CURRENT.get();
        if (current != null) {
            current.deadlines().adopt(current.run());
        }
    }

    /**
     * Tells that the current thread is about to commit; does nothing outside of a run.
     *
     * @throws LineStoppedException if it must not, having been left behind
     */
    public static void beforeCommit() {
        Current current = CURRENT.get();
        if (current != null && !current.run().beginCommit()) {
            throw Outcomes.givenUp();
        }
    }

    /**
     * Hands an event to its handlers.
     *
     * @throws HandlerTimeoutException if they took too long, whatever they did about it
     * @throws LineStoppedException if the run was left behind
     * @throws Exception what they threw in time
     */
    public void handle(String eventId, Handling handling) throws Exception {
        Current current = CURRENT.get();
        if (current == null) {
            handling.handle();
            return;
        }
        Run run = current.run();
        requireWanted(run, eventId);
        if (!run.hasTransaction()) {
            adopt(run);
        }
        Step step = run.beginHandler(eventId);
        Throwable thrown = null;
        try {
            handling.handle();
        } catch (Exception | Error e) {
            thrown = e;
        }
        finish(run, step, thrown);
    }

    /** Returns how many threads are in handlers that nothing could end. */
    public int stuckThreads() {
        return metrics.stuckThreads();
    }

    /** Shows nothing any more. */
    public void close() {
        metrics.hide();
    }

    private void requireThreads() {
        if (metrics.stuckThreads() >= STUCK_MAX) {
            throw new LineStoppedException(
                    STUCK_MAX + " threads hang in handlers of projection '" + scope.projection()
                            + "', so that it handles nothing until one comes back. Look for threads projection-"
                            + scope.projection() + "-handling in a thread dump, and restart the process.",
                    null);
        }
    }

    private <T> T call(Run run, Callable<T> work) throws Exception {
        run.begin();
        CURRENT.set(new Current(this, run));
        try {
            return work.call();
        } finally {
            CURRENT.remove();
            Thread.interrupted();
            if (!run.end()) {
                metrics.cameBack();
                log.warn(
                        "A thread of projection '{}' has come back that had been given up; nothing it did has an effect.",
                        scope.projection());
            }
        }
    }

    private void adopt(Run run) {
        TransactionHandle transaction = transactions.handle().orElse(null);
        if (transaction == null) {
            return;
        }
        run.uses(transaction);
        long lockTimeoutMs = session().lockTimeoutMs();
        LockTimeout locks = lockTimeoutMs > 0 ? new LockTimeout(transaction, lockTimeoutMs) : null;
        transaction.limitStatements(connection -> {
            Step step = run.step();
            if (step.hasExpired()) {
                throw new SQLTimeoutException(
                        "The handler's time is over; no more statements are executed.", CANCELLED);
            }
            if (locks != null) {
                locks.limit(connection, -run.overNs(step));
            }
        });
    }

    private Session session() {
        Session known = session;
        if (known == null) {
            try {
                known = Session.of(transactions.connection());
            } catch (SQLException e) {
                throw new JdbcTransactionException(
                        "The database can't be asked how its statements are ended, so nothing was handled: "
                                + e.getMessage(),
                        e);
            }
            session = known;
        }
        return known;
    }

    private boolean isInterruptible() {
        Session known = session;
        return known != null && known.interruptible();
    }

    private void requireWanted(Run run, String eventId) throws HandlerTimeoutException {
        if (run.isLeftBehind()) {
            throw Outcomes.givenUp();
        }
        if (run.suspects(eventId)) {
            throw outcomes.timeout(Set.of(eventId));
        }
    }

    private void finish(Run run, Step step, @Nullable Throwable thrown) throws Exception {
        boolean late = run.endHandler(step);
        if (run.isLeftBehind()) {
            throw Outcomes.givenUp();
        }
        if (late && step.eventId() != null && !(thrown instanceof LineStoppedException)) {
            metrics.timedOut(step.reached());
            HandlerTimeoutException timeout = outcomes.timeout(Set.of(step.eventId()));
            if (thrown != null) {
                timeout.addSuppressed(thrown);
            }
            throw timeout;
        }
        Outcomes.rethrow(thrown);
    }
}
