package io.myelin.retry;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Waits that somebody chose one by one; the last is for all attempts that come after. */
record ListedBackoff(List<Duration> waits) implements Backoff {

    ListedBackoff {
        waits = List.copyOf(waits);
        if (waits.isEmpty()) {
            throw new IllegalArgumentException(
                    "A list of waits must hold at least one, which is then the wait after every attempt.");
        }
        for (Duration wait : waits) {
            if (wait.compareTo(ExponentialBackoff.BASE_MIN) < 0 || wait.compareTo(ExponentialBackoff.CAP_MAX) > 0) {
                throw new IllegalArgumentException("A wait must lie between " + ExponentialBackoff.BASE_MIN + " and "
                        + ExponentialBackoff.CAP_MAX + ", was " + wait + ".");
            }
        }
    }

    @Override
    public Duration waitAfter(int attempt, RandomGenerator random) {
        if (attempt < 1) {
            throw new IllegalArgumentException("Attempts count from 1, was " + attempt + ".");
        }
        return waits.get(Math.min(attempt, waits.size()) - 1);
    }
}
