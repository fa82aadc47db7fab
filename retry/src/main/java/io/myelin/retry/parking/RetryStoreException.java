package io.myelin.retry.parking;

import org.jspecify.annotations.Nullable;

/**
 * The tables of parked sequences could not be read or written.
 *
 * <p>Its transaction is rolled back, so what was parked before is parked still, and nothing else changed. The cause is
 * the database's own exception, by which the failure is classified like any other.
 */
public class RetryStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RetryStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
