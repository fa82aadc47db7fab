package io.myelin.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;

/**
 * Where progress goes; results go elsewhere, so that they can be piped.
 *
 * @param out the stream
 * @param columns the width of the terminal behind it; 0 if there is none
 */
record Screen(PrintStream out, int columns) {

    /** Set by the script that starts the command line: a JVM can't ask a terminal for its width. */
    static final String COLUMNS_PROPERTY = "io.myelin.console.columns";

    /** Narrower than this no bar makes sense. */
    private static final int COLUMNS_MIN = 40;

    Screen {
        requireNonNull(out, "out");
    }

    boolean isTerminal() {
        return columns >= COLUMNS_MIN;
    }
}
