package io.myelin.retry;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.RetryDecision.DeadLetter;
import io.myelin.retry.RetryDecision.InPlace;
import io.myelin.retry.RetryDecision.RetryAfter;
import io.myelin.retry.RetryDecision.StopTheLine;
import io.myelin.retry.internal.Causes;
import java.time.Duration;
import java.util.Comparator;
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

    /** What somebody else says must not stop a group for good: a mistaken header is noticed within ten minutes. */
    public static final Duration HINT_MAX = Duration.ofMinutes(10);

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
        if (failure instanceof ProcessCrashedException) {
            return new DeadLetter(FailureCategory.PERMANENT, DeadReason.CRASHED);
        }
        FailureCategory category = classifier.categoryOf(failure);
        return switch (category) {
            case INFRA, DEPLOY, SYSTEMIC -> new StopTheLine(category, hintOf(failure));
            case PERMANENT -> new DeadLetter(category, DeadReason.PERMANENT);
            case CONTENTION ->
                attempt.triesInPlace() < settings.inPlaceTriesMax()
                        ? new InPlace(category, pause())
                        : later(attempt, category, failure);
            case TIMEOUT, UNKNOWN -> later(attempt, category, failure);
        };
    }

    /** Returns the sequences that must fail alike to stop the line; 0 if that never stops it. */
    public int systemicSequences() {
        return settings.systemicSequences();
    }

    /** Returns whether an event may be tried once more after that many attempts, which may include crashes. */
    public boolean permitsAttemptAfter(int attempts) {
        return attempts < settings.attemptsMax();
    }

    private RetryDecision later(Attempt attempt, FailureCategory category, Throwable failure) {
        int attemptsMax = category == FailureCategory.TIMEOUT ? settings.timeoutAttemptsMax() : settings.attemptsMax();
        if (attempt.number() >= attemptsMax) {
            return new DeadLetter(category, DeadReason.ATTEMPTS);
        }
        if (attempt.elapsed().compareTo(settings.elapsedMax()) >= 0) {
            return new DeadLetter(category, DeadReason.ELAPSED);
        }
        Duration wait = settings.backoffFor(failure).waitAfter(attempt.number(), random);
        Duration hint = hintOf(failure);
        return new RetryAfter(category, hint.compareTo(wait) > 0 ? hint : wait);
    }

    private static Duration hintOf(Throwable failure) {
        return Causes.of(failure).stream()
                .filter(RetryHint.class::isInstance)
                .map(cause -> ((RetryHint) cause).retryAfter())
                .filter(hint -> !hint.isNegative())
                .max(Comparator.naturalOrder())
                .map(hint -> hint.compareTo(HINT_MAX) > 0 ? HINT_MAX : hint)
                .orElse(Duration.ZERO);
    }

    private Duration pause() {
        return Duration.ofNanos(random.nextLong(PAUSE_MIN.toNanos(), PAUSE_MAX.toNanos() + 1));
    }
}
