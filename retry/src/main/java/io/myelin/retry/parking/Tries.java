package io.myelin.retry.parking;

import io.myelin.core.BusinessRejection;
import io.myelin.retry.Attempt;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.LineStoppedException;
import io.myelin.retry.NonRetryable;
import io.myelin.retry.RetryDecision;
import io.myelin.retry.RetryDecision.InPlace;
import io.myelin.retry.RetryDecision.StopTheLine;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.internal.Causes;
import java.time.Duration;
import java.util.Optional;

/** Makes one attempt: tries, tries again at once if that is what the policy says, and reports what is to be parked. */
record Tries(RetryPolicy policy, Gate gate, Evidence evidence, GroupRetry.Waiter waiter, RetryMetrics metrics) {

    /** Something that may fail, and that has no effects if it does. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /**
     * Makes the attempt.
     *
     * @param passing what the step throws to say that neither the event nor its handlers failed; thrown on
     * @return nothing if it succeeded
     * @throws LineStoppedException if the policy says that no event may be charged for this failure
     */
    Optional<FailedAttempt> run(int number, Duration elapsed, Class<? extends RuntimeException> passing, Step step) {
        // The policy bounds it: after RetrySettings.inPlaceTriesMax it doesn't answer InPlace any more.
        for (int triesInPlace = 0; ; triesInPlace++) {
            try {
                step.run();
                return Optional.empty();
            } catch (Throwable failure) {
                throwOn(failure, passing);
                RetryDecision decision = policy.decide(new Attempt(number, triesInPlace, elapsed), failure);
                if (!(decision instanceof InPlace again)) {
                    return Optional.of(failed(decision, failure));
                }
                waitFor(again.pause());
            }
        }
    }

    /** An error of the virtual machine is everybody's, except that of one handler that called itself too often. */
    private static void throwOn(Throwable failure, Class<? extends RuntimeException> passing) {
        if (passing.isInstance(failure)) {
            throw passing.cast(failure);
        }
        if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
            throw error;
        }
    }

    private FailedAttempt failed(RetryDecision decision, Throwable failure) {
        FailureCategory category = decision.category();
        return decision.<FailedAttempt>fold(
                again -> new FailedAttempt(failure, category, Duration.ZERO, null),
                later -> new FailedAttempt(failure, category, later.delay(), null),
                stop -> {
                    throw stopped(stop, failure);
                },
                dead -> new FailedAttempt(failure, category, Duration.ZERO, dead.reason()));
    }

    /** Tells that an event's first attempt succeeded. */
    void succeeded() {
        evidence.succeeded();
    }

    /**
     * Tells that an event's first attempt failed.
     *
     * @throws LineStoppedException if by evidence all events fail like this
     */
    void failed(SequenceId id, FailedAttempt failed) {
        if (isTheEventsOwn(failed.failure()) || !evidence.failed(id, failed.fingerprint())) {
            return;
        }
        gate.stopped(Duration.ZERO);
        metrics.lineStopped(FailureCategory.SYSTEMIC);
        throw new LineStoppedException(
                "Many sequences fail alike and little succeeds, so the events can't be to blame (fingerprint "
                        + failed.fingerprint() + "): " + failed.failure()
                        + ". Nothing is charged or parked; the group tries again in "
                        + gate.heldFor().toMillis()
                        + " ms, until this is mended. If each of these events is to be parked,"
                        + " set RetrySettings.systemicSequences(0).",
                failed.failure());
    }

    /** Whoever says that this event can never succeed has looked at the event. */
    private static boolean isTheEventsOwn(Throwable failure) {
        return Causes.of(failure).stream()
                .anyMatch(cause -> cause instanceof NonRetryable || cause instanceof BusinessRejection);
    }

    private LineStoppedException stopped(StopTheLine stop, Throwable failure) {
        gate.stopped(stop.hint());
        metrics.lineStopped(stop.category());
        return new LineStoppedException(
                "Something that all events need does not work (" + stop.category() + "): " + failure
                        + ". Nothing is charged or parked; the group tries again in "
                        + gate.heldFor().toMillis() + " ms. If this event alone is to blame, give its exception a"
                        + " category of its own: Classifier.with.",
                failure);
    }

    private void waitFor(Duration pause) {
        metrics.triedInPlace();
        try {
            waiter.pause(pause);
        } catch (InterruptedException e) {
            // The flag stays down: this thread has a transaction to roll back, and an interrupted thread that reads
            // H2's
            // file closes the database for everybody. The exception says it instead.
            throw new LineStoppedException(
                    "Interrupted between two tries of an event, as by a shutdown; it is rolled back and comes again.",
                    e);
        }
    }
}
