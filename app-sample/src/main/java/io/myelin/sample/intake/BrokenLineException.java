package io.myelin.sample.intake;

/** Ends the reading of one line; {@link OrderFileReader} turns it into a {@link BrokenLine}. */
final class BrokenLineException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenLineException(String reason) {
        // No stack trace: this is an outcome to expect, and a file may have thousands of them.
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
