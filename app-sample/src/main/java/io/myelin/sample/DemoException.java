package io.myelin.sample;

import org.jspecify.annotations.Nullable;

/** Ends the demo with one line for the person who started it. */
final class DemoException extends RuntimeException {

    /** The demo was started with something that can't be: the person can mend it. */
    static final int USAGE = 2;

    /** Something went wrong on the way. */
    static final int FAILURE = 1;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private DemoException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static DemoException usage(String message, @Nullable Throwable cause) {
        return new DemoException(USAGE, message, cause);
    }

    static DemoException failure(String message, @Nullable Throwable cause) {
        return new DemoException(FAILURE, message, cause);
    }

    int exitCode() {
        return exitCode;
    }
}
