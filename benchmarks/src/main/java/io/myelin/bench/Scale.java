package io.myelin.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param span of one round of one side
 * @param rounds of each side, in turn; the median counts, so an odd number
 * @param events in logs and indexes that are filled before they are measured
 */
record Scale(Duration span, int rounds, int events) {

    /** As the targets are stated. */
    static final Scale FULL = new Scale(Duration.ofSeconds(6), 3, 1_000_000);

    /** Under three minutes in all; fills a fifth of the events, so figures that depend on it are kinder. */
    static final Scale QUICK = new Scale(Duration.ofSeconds(1), 3, 200_000);
}
