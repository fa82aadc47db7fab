package io.myelin.retry;

import io.myelin.retry.internal.Causes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits within which an event is tried again.
 *
 * @param backoff the waits between attempts
 * @param backoffByCause other waits after certain failures; the first whose type is in the chain of causes counts
 * @param attemptsMax attempts an event gets, the first included, 1 to {@value #ATTEMPTS_LIMIT}
 * @param timeoutAttemptsMax attempts if they end in {@link FailureCategory#TIMEOUT}, at most {@code attemptsMax}
 * @param inPlaceTriesMax repetitions at once of an attempt that met {@link FailureCategory#CONTENTION}, 0 to {@value
 *     #IN_PLACE_LIMIT}
 * @param systemicSequences sequences whose events fail alike within 30 seconds, while less than half of all succeed, that stop
 *     the line instead of being parked; 2 to {@value #SYSTEMIC_LIMIT}, or 0 for never
 * @param elapsedMax how long after its first failure an event may still fail without becoming a dead letter
 */
public record RetrySettings(
        Backoff backoff,
        List<BackoffByCause> backoffByCause,
        int attemptsMax,
        int timeoutAttemptsMax,
        int inPlaceTriesMax,
        int systemicSequences,
        Duration elapsedMax) {

    /** The waits after failures with an exception of this type in their chain of causes. */
    public record BackoffByCause(Class<? extends Throwable> type, Backoff backoff) {}

    /** Each attempt keeps a row of history while its event is parked; a thousand are more than anybody reads. */
    public static final int ATTEMPTS_LIMIT = 1_000;

    /** They hold the batch's locks while they wait: ten times 50 ms is as long as that may last. */
    public static final int IN_PLACE_LIMIT = 10;

    /** So many innocent events would be parked before it is noticed; more is no protection. */
    public static final int SYSTEMIC_LIMIT = 1_000;

    /** @throws IllegalArgumentException if a value lies outside its limits */
    public RetrySettings {
        backoffByCause = List.copyOf(backoffByCause);
        checkRange("attemptsMax", attemptsMax, 1, ATTEMPTS_LIMIT);
        checkRange("timeoutAttemptsMax", timeoutAttemptsMax, 1, attemptsMax);
        checkRange("inPlaceTriesMax", inPlaceTriesMax, 0, IN_PLACE_LIMIT);
        if (systemicSequences != 0) {
            checkRange("systemicSequences", systemicSequences, 2, SYSTEMIC_LIMIT);
        }
        if (elapsedMax.isNegative() || elapsedMax.isZero()) {
            throw new IllegalArgumentException("elapsedMax must be longer than zero, was " + elapsedMax + ".");
        }
    }

    /** Returns the default settings: up to 10 attempts within an hour. */
    public static RetrySettings defaults() {
        return builder().build();
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the waits after this failure. */
    public Backoff backoffFor(Throwable failure) {
        List<Throwable> causes = Causes.of(failure);
        return backoffByCause.stream()
                .filter(each -> causes.stream().anyMatch(each.type()::isInstance))
                .map(BackoffByCause::backoff)
                .findFirst()
                .orElse(backoff);
    }

    private static void checkRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " must lie between " + min + " and " + max + ", was " + value + ".");
        }
    }

    /** Names the settings; {@link #build()} checks them. */
    public static final class Builder {

        private Backoff backoff = Backoff.DEFAULT;
        private final List<BackoffByCause> backoffByCause = new ArrayList<>();
        // With the default back-off ten attempts span 9 to 18 minutes: longer than a deployment, shorter than a shift.
        private int attemptsMax = 10;
        // A handler that ran into its limit three times holds up others each time, and will do so again.
        private int timeoutAttemptsMax = 3;
        private int inPlaceTriesMax = 3;
        // Two or three orders with the same mistake are a customer's; five within half a minute are not.
        private int systemicSequences = 5;
        private Duration elapsedMax = Duration.ofHours(1);

        private Builder() {}

        /** Sets the waits between attempts; {@link Backoff#DEFAULT} otherwise. */
        public Builder backoff(Backoff waits) {
            backoff = waits;
            return this;
        }

        /** Sets other waits after failures with {@code type} in their chain of causes; what is named first wins. */
        public Builder backoff(Class<? extends Throwable> type, Backoff waits) {
            backoffByCause.add(new BackoffByCause(type, waits));
            return this;
        }

        /** Sets the attempts an event gets, 10 otherwise; fewer than the attempts with time-outs lower those too. */
        public Builder attemptsMax(int attempts) {
            attemptsMax = attempts;
            return this;
        }

        /** Sets the attempts that may end in a time-out, 3 otherwise. */
        public Builder timeoutAttemptsMax(int attempts) {
            timeoutAttemptsMax = attempts;
            return this;
        }

        /** Sets the repetitions at once after contention, 3 otherwise. */
        public Builder inPlaceTriesMax(int tries) {
            inPlaceTriesMax = tries;
            return this;
        }

        /** Sets how many sequences must fail alike to stop the line, 5 otherwise; 0 parks each of them, however many fail. */
        public Builder systemicSequences(int sequences) {
            systemicSequences = sequences;
            return this;
        }

        /** Sets how long an event may go on failing, one hour otherwise. */
        public Builder elapsedMax(Duration elapsed) {
            elapsedMax = elapsed;
            return this;
        }

        /** Returns the settings. */
        public RetrySettings build() {
            int timeouts = Math.min(timeoutAttemptsMax, attemptsMax);
            return new RetrySettings(
                    backoff, backoffByCause, attemptsMax, timeouts, inPlaceTriesMax, systemicSequences, elapsedMax);
        }
    }
}
