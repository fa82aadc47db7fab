package io.myelin.sample;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Clock;

/**
 * What a run has around it.
 *
 * @param screen where it tells what is going on
 * @param out where the summary goes
 * @param clock the time of day, for progress and time-outs
 * @param stop how it is asked to end
 */
record Surroundings(Screen screen, PrintStream out, Clock clock, StopRequest stop) {

    Surroundings {
        requireNonNull(screen, "screen");
        requireNonNull(out, "out");
        requireNonNull(clock, "clock");
        requireNonNull(stop, "stop");
    }
}
