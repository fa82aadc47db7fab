package io.myelin.chaos;

import java.time.Duration;

/** Knows the longest time in which a count did not grow. Used by one thread. */
final class Stalls {

    private int last = -1;
    private long sinceNs = System.nanoTime();
    private long longestNs;

    void saw(int count) {
        if (count != last) {
            last = count;
            sinceNs = System.nanoTime();
        }
        longestNs = Math.max(longestNs, System.nanoTime() - sinceNs);
    }

    Duration current() {
        return Duration.ofNanos(System.nanoTime() - sinceNs);
    }

    Duration longest() {
        return Duration.ofNanos(longestNs);
    }
}
