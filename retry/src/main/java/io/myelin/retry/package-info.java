/**
 * Retry of failed event handling: whether, when, and what becomes of an event that can't be handled.
 *
 * <p>Enter at {@link io.myelin.retry.RetryPolicy}. It answers a failure with a {@link io.myelin.retry.RetryDecision}:
 * {@link io.myelin.retry.Classifier} says what kind of failure it is, {@link io.myelin.retry.Backoff} how long to wait,
 * {@link io.myelin.retry.Fingerprint} which failures are the same. This package decides only. It knows neither clock,
 * database nor threads: {@code io.myelin.retry.parking} carries the decisions out.
 */
@NullMarked
package io.myelin.retry;

import org.jspecify.annotations.NullMarked;
