package io.myelin.console;

/** What a command ends with, for scripts. */
final class ExitCode {

    static final int DONE = 0;

    /** Only {@code log verify}: something a person should look at, but no event is lost or in doubt. */
    static final int WARNINGS = 1;

    /** Only {@code log verify}: what the log promises does not hold. */
    static final int DAMAGE = 2;

    /** Called with something that can't be; nothing was done. */
    static final int USAGE = 2;

    /** It could not be done, or not to its end; the message says why. */
    static final int FAILED = 3;

    private ExitCode() {}
}
