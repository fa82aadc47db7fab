package io.myelin.retry;

import java.time.Duration;

/**
 * An exception that knows when to come back, because what was asked for said so: HTTP's 429 and 503 with a {@code Retry-After}
 * header, for example. Anywhere in the chain of causes will do.
 *
 * <p>It counts as {@link FailureCategory#INFRA} unless a rule of the application says otherwise: who asks for a pause asks
 * everybody.
 */
public interface RetryHint {

    /**
     * Returns how long to wait from now on; more than {@link RetryPolicy#HINT_MAX} counts as that, less than the back-off
     * says as what the back-off says.
     */
    Duration retryAfter();
}
