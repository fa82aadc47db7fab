package io.myelin.handlers;

/**
 * An event handler threw an {@link Error}; that one is the cause.
 *
 * <p>Axon's processor would stop without a word if it saw the error itself.
 */
public class HandlerErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HandlerErrorException(String message, Error cause) {
        super(message, cause);
    }
}
