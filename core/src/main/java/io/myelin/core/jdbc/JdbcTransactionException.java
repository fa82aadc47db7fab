package io.myelin.core.jdbc;

/** A transaction could not begin, or its commit was not confirmed; the message tells what that means for the data. */
public class JdbcTransactionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates one that says what is known about the data. */
    public JdbcTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
