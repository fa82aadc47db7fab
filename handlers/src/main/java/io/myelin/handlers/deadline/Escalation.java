package io.myelin.handlers.deadline;

import io.myelin.core.jdbc.TransactionHandle;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does to one run what {@link Stages} say, on the thread that watches it. */
final class Escalation {

    private static final Logger log = LoggerFactory.getLogger(Escalation.class);

    private final Run run;
    private final Executor threads;
    private final AtomicBoolean cancelling = new AtomicBoolean();
    private boolean aborted;

    /** @param threads for calls to the database, which may take as long as it likes */
    Escalation(Run run, Executor threads) {
        this.run = run;
        this.threads = threads;
    }

    /** Looks at the run; returns the step in which it was left behind now, if it was. */
    @Nullable
    Step look(boolean interruptible) {
        Step step = run.step();
        TransactionHandle transaction = run.transaction();
        long overNs = run.overNs(step);
        boolean inStatement = transaction != null && transaction.isInStatement();
        Stage stage = Stages.stageOf(new Stages.Situation(overNs, inStatement, interruptible));
        if (overNs < 0 || !step.expire()) {
            return null;
        }
        step.reach(stage);
        switch (stage) {
            case NONE -> {}
            case STATEMENT -> cancel(transaction);
            case INTERRUPT -> interrupt(step);
            case ABORT -> abort(transaction);
            case STUCK -> {
                if (run.leaveBehind(step)) {
                    abort(transaction);
                    return step;
                }
            }
        }
        return null;
    }

    private void cancel(@Nullable TransactionHandle transaction) {
        if (transaction == null || !cancelling.compareAndSet(false, true)) {
            return;
        }
        threads.execute(() -> {
            try {
                transaction.cancelStatement();
            } catch (SQLException | RuntimeException e) {
                log.debug("A statement could not be cancelled; it is tried again.", e);
            } finally {
                cancelling.set(false);
            }
        });
    }

    private void interrupt(Step step) {
        Thread thread = run.thread();
        if (thread != null) {
            step.interrupt(thread);
        }
    }

    private void abort(@Nullable TransactionHandle transaction) {
        if (transaction != null && !aborted) {
            aborted = true;
            threads.execute(transaction::abort);
        }
    }
}
