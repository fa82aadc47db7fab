/**
 * Parked sequences in the database: where a failed event and its followers wait, in order, until they are handled.
 *
 * <p>Enter at {@link io.myelin.retry.parking.GroupRetry}, one per processing group. Its processor hands it every event;
 * what fails is parked in the processor's own transaction. {@link io.myelin.retry.parking.RetryWorker} takes due sequences up again through
 * {@link io.myelin.retry.parking.EventDelivery}, and {@link io.myelin.retry.parking.Redrive} is what an operator may do to dead letters. Tables
 * come from {@link io.myelin.retry.parking.RetrySchema}. This package decides nothing: that is the business of {@code io.myelin.retry}.
 */
@NullMarked
package io.myelin.retry.parking;

import org.jspecify.annotations.NullMarked;
