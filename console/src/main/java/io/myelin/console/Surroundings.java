package io.myelin.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;

/**
 * What commands have around them.
 *
 * @param out for results
 * @param screen for progress
 * @param clock for rates and time left
 */
record Surroundings(PrintWriter out, Screen screen, Clock clock) {

    Progress progress(String label, long total) {
        return new Progress(screen, clock, label, total);
    }

    /** Prints a result. */
    void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
