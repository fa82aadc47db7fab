package io.myelin.console;

/** Why a command ends early; the message is for the one who called it, and complete. */
final class ConsoleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private ConsoleException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** An option or value that can't be. */
    static ConsoleException usage(String message) {
        return new ConsoleException(message, ExitCode.USAGE);
    }

    /** It could not be done. */
    static ConsoleException failed(String message) {
        return new ConsoleException(message, ExitCode.FAILED);
    }

    int exitCode() {
        return exitCode;
    }
}
