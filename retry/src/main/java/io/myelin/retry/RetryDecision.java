package io.myelin.retry;

import java.time.Duration;
import java.util.function.Function;

/** What becomes of an event that failed. */
public sealed interface RetryDecision {

    /** Returns what kind of failure led to it. */
    FailureCategory category();

    /** Answers with the function of the case that it is. */
    <R> R fold(
            Function<? super InPlace, ? extends R> inPlace,
            Function<? super RetryAfter, ? extends R> retryAfter,
            Function<? super StopTheLine, ? extends R> stopTheLine,
            Function<? super DeadLetter, ? extends R> deadLetter);

    /**
     * Try again at once, as part of the same attempt.
     *
     * @param pause to wait before, milliseconds
     */
    record InPlace(FailureCategory category, Duration pause) implements RetryDecision {
        @Override
        public <R> R fold(
                Function<? super InPlace, ? extends R> inPlace,
                Function<? super RetryAfter, ? extends R> retryAfter,
                Function<? super StopTheLine, ? extends R> stopTheLine,
                Function<? super DeadLetter, ? extends R> deadLetter) {
            return inPlace.apply(this);
        }
    }

    /** Park the sequence; its first event's next attempt is due after {@code delay}. */
    record RetryAfter(FailureCategory category, Duration delay) implements RetryDecision {
        @Override
        public <R> R fold(
                Function<? super InPlace, ? extends R> inPlace,
                Function<? super RetryAfter, ? extends R> retryAfter,
                Function<? super StopTheLine, ? extends R> stopTheLine,
                Function<? super DeadLetter, ? extends R> deadLetter) {
            return retryAfter.apply(this);
        }
    }

    /**
     * Nothing is wrong with the event: roll back, charge nothing, and let all events of the group wait.
     *
     * @param hint how long to wait at least, since what failed said so; zero if it did not
     */
    record StopTheLine(FailureCategory category, Duration hint) implements RetryDecision {
        @Override
        public <R> R fold(
                Function<? super InPlace, ? extends R> inPlace,
                Function<? super RetryAfter, ? extends R> retryAfter,
                Function<? super StopTheLine, ? extends R> stopTheLine,
                Function<? super DeadLetter, ? extends R> deadLetter) {
            return stopTheLine.apply(this);
        }
    }

    /** Park the sequence until somebody redrives it. */
    record DeadLetter(FailureCategory category, DeadReason reason) implements RetryDecision {
        @Override
        public <R> R fold(
                Function<? super InPlace, ? extends R> inPlace,
                Function<? super RetryAfter, ? extends R> retryAfter,
                Function<? super StopTheLine, ? extends R> stopTheLine,
                Function<? super DeadLetter, ? extends R> deadLetter) {
            return deadLetter.apply(this);
        }
    }
}
