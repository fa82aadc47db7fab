package io.myelin.core.application;

/** A part of the application could not start. What had been started was stopped again; nothing runs. */
public class StartFailedException extends RuntimeException {

    /** Creates the exception with the part that failed and why. */
    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
