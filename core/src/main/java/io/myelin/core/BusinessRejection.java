package io.myelin.core;

/**
 * The domain's no to a command: an answer to expect, not a fault.
 *
 * <p>It undoes what the command did (nothing is stored), reaches the sender as it was thrown, and is never
 * repeated: the same command would get the same answer. It is counted and not logged, and has no stack trace,
 * because where it was thrown is nobody's concern; its {@link #code()} says it all. To add details, extend it.
 */
public class BusinessRejection extends RuntimeException {

    private final String code;

    /**
     * Creates a rejection.
     *
     * @param code a short name for programs to act on, such as {@code insufficient-funds}; not blank, from
     *     a small fixed set
     * @param message what was refused and why, for people
     * @throws IllegalArgumentException if the code is blank
     */
    public BusinessRejection(String code, String message) {
        super(message, null, false, false);
        if (code.isBlank()) {
            throw new IllegalArgumentException("The code of a BusinessRejection is blank; its message is '" + message
                    + "'. Programs could not tell it from others: give it a code such as insufficient-funds.");
        }
        this.code = code;
    }

    /** Returns the short name of the reason. */
    public final String code() {
        return code;
    }
}
