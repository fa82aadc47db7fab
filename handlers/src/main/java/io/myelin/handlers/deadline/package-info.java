/**
 * Deadlines of handlers: one that sleeps, loops, or waits for a query or a lock is ended in time, and nothing it does later counts.
 *
 * <p>Enter at {@link io.myelin.handlers.deadline.HandlerDeadlines}, one per projection. It runs batches on threads of its own
 * while its caller watches; what happens when ({@code Stages}) is decided without a clock. A {@code Run} is what is known of
 * one such thread, a {@code Step} of what it is doing at the moment. This package knows transactions, and neither segments nor
 * how events are retried.
 */
@NullMarked
package io.myelin.handlers.deadline;

import org.jspecify.annotations.NullMarked;
