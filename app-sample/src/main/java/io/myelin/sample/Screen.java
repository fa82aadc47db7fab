package io.myelin.sample;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;

/**
 * Where messages and progress go.
 *
 * @param out the stream
 * @param columns the width of the terminal behind it; 0 if there is none
 */
record Screen(PrintStream out, int columns) {

    /** Set by the script that starts the demo: a JVM can't ask a terminal for its width. */
    static final String COLUMNS_PROPERTY = "io.myelin.sample.columns";

    /** Narrower than this no bar makes sense. */
    private static final int COLUMNS_MIN = 40;

    Screen {
        requireNonNull(out, "out");
    }

    static Screen ofProcess() {
        return new Screen(System.err, Integer.getInteger(COLUMNS_PROPERTY, 0));
    }

    boolean isTerminal() {
        return columns >= COLUMNS_MIN;
    }
}
