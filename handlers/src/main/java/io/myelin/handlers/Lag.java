package io.myelin.handlers;

import java.time.Duration;

/**
 * How far a projection is behind.
 *
 * @param events how many events its slowest segment on this node has still to read, those it has no handler for included
 * @param age how long ago the oldest of them happened; zero if there is none
 */
public record Lag(long events, Duration age) {

    static final Lag NONE = new Lag(0, Duration.ZERO);
}
