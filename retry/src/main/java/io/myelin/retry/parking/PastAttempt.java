package io.myelin.retry.parking;

import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of a parked event.
 *
 * @param redrive the redrive that it belongs to; 0 before the first
 * @param number the attempt's number within it, from 1
 * @param node the process that made it
 * @param outcome how it ended, if it has
 * @param failure why it failed, if it did
 */
public record PastAttempt(
        int redrive, int number, Instant startedAt, String node, Outcome outcome, Optional<Failure> failure) {

    /** How an attempt ended. A successful one leaves no trace, as its event is parked no more. */
    public enum Outcome {
        /** It hasn't ended, or nobody has noticed yet. */
        STARTED,
        /** It failed. */
        FAILED,
        /** Its process was gone before it ended, or its handlers took longer than their lease. */
        CRASHED
    }

    /**
     * Why an attempt failed.
     *
     * @param sqlState the first SQLState of the chain of causes, if it has one
     * @param stackTrace with all causes, at most 32,768 characters
     */
    public record Failure(
            FailureCategory category,
            Fingerprint fingerprint,
            Optional<String> sqlState,
            String exceptionClass,
            String message,
            String stackTrace) {}
}
