package io.myelin.retry;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.RetryDecision.DeadLetter;
import io.myelin.retry.RetryDecision.InPlace;
import io.myelin.retry.RetryDecision.RetryAfter;
import io.myelin.retry.RetryDecision.StopTheLine;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides what becomes of an event whose handling failed.
 *
 * <p>Knows no clock and no database; the only thing besides its arguments that it depends on is the random generator.
 * Safe for use by several threads if the random generator is.
 */
public final class RetryPolicy {

    /** Shorter than this, two transactions meet again; longer, the batch's other locks are held for too long. */
    static final Duration PAUSE_MIN = Duration.ofMillis(5);

    static final Duration PAUSE_MAX = Duration.ofMillis(50);

    private final RetrySettings settings;
    private final Classifier classifier;
    private final RandomGenerator random;

    /**
     * Makes a policy.
     *
     * @param random for the jitter; must be safe for several threads, as {@link java.util.Random} is
     */
    public RetryPolicy(RetrySettings settings, Classifier classifier, RandomGenerator random) {
        this.settings = requireNonNull(settings, "settings");
        this.classifier = requireNonNull(classifier, "classifier");
        this.random = requireNonNull(random, "random");
    }

    /** Returns what to do after {@code attempt} ended with {@code failure}. */
    public RetryDecision decide(Attempt attempt, Throwable failure) {
        FailureCategory category = classifier.categoryOf(failure);
        return switch (category) {
            case INFRA, DEPLOY -> new StopTheLine(category);
            case PERMANENT -> new DeadLetter(category, DeadReason.PERMANENT);
            case CONTENTION ->
                attempt.triesInPlace() < settings.inPlaceTriesMax()
                        ? new InPlace(category, pause())
                        : later(attempt, category, settings.attemptsMax());
            case TIMEOUT -> later(attempt, category, settings.timeoutAttemptsMax());
            case UNKNOWN -> later(attempt, category, settings.attemptsMax());
        };
    }

    /** Returns whether an event may be tried once more after that many attempts, which may include crashes. */
    public boolean permitsAttemptAfter(int attempts) {
        return attempts < settings.attemptsMax();
    }

    private RetryDecision later(Attempt attempt, FailureCategory category, int attemptsMax) {
        if (attempt.number() >= attemptsMax) {
            return new DeadLetter(category, DeadReason.ATTEMPTS);
        }
        if (attempt.elapsed().compareTo(settings.elapsedMax()) >= 0) {
            return new DeadLetter(category, DeadReason.ELAPSED);
        }
        return new RetryAfter(category, settings.backoff().waitAfter(attempt.number(), random));
    }

    private Duration pause() {
        return Duration.ofNanos(random.nextLong(PAUSE_MIN.toNanos(), PAUSE_MAX.toNanos() + 1));
    }
}
