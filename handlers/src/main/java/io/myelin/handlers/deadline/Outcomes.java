package io.myelin.handlers.deadline;

import io.myelin.retry.LineStoppedException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what came of runs, to the log, the meters and whoever waits for them. */
record Outcomes(HandlerDeadlines.Scope scope, DeadlineMetrics metrics) {

    private static final Logger log = LoggerFactory.getLogger(HandlerDeadlines.class);

    Exception leftBehind(Run run, Step in) {
        metrics.stuck();
        String eventId = in.eventId();
        Thread thread = run.thread();
        log.error(
                "Thread {} of projection '{}' {} and can't be ended; it is left behind, its connection is cut, and another"
                        + " one goes on.",
                thread == null ? "?" : thread.getName(),
                scope.projection(),
                eventId == null ? "hangs between two events" : "hangs in a handler of event " + eventId,
                stackOf(thread));
        if (eventId == null) {
            return new LineStoppedException(
                    "A batch of projection '" + scope.projection() + "' hung between two handlers for "
                            + scope.settings().between().toMillis() + " ms, or in its commit. It is tried again.",
                    null);
        }
        metrics.timedOut(Stage.ABORT);
        Set<String> events = new HashSet<>(run.expired());
        events.add(eventId);
        return timeout(events);
    }

    private static Throwable stackOf(@Nullable Thread thread) {
        Throwable where = new IllegalStateException("Where it hangs:");
        if (thread != null) {
            where.setStackTrace(thread.getStackTrace());
        }
        return where;
    }

    Exception failed(Run run, ExecutionException failure) throws Exception {
        Throwable cause = failure.getCause();
        Set<String> expired = run.expired();
        if (!expired.isEmpty() && !run.mayHaveCommitted() && !isBroken(cause)) {
            HandlerTimeoutException timeout = timeout(expired);
            timeout.addSuppressed(failure);
            return timeout;
        }
        rethrow(cause);
        return failure;
    }

    /** The JVM itself can't be trusted any more. */
    private static boolean isBroken(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                return true;
            }
        }
        return false;
    }

    HandlerTimeoutException timeout(Set<String> events) {
        return new HandlerTimeoutException(
                "Handlers of projection '" + scope.projection() + "' took longer than "
                        + scope.settings().handler().toMillis() + " ms on event " + String.join(", ", events)
                        + "; what they wrote is undone. If that is their usual time, set"
                        + " options.handlerTimeout(...) for the projection.",
                events);
    }

    static LineStoppedException givenUp() {
        return new LineStoppedException(
                "This thread took too long and was given up; what it does has no effect any more.", null);
    }

    static void rethrow(@Nullable Throwable thrown) throws Exception {
        if (thrown instanceof Exception exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }
}
