/**
 * Projections: event handlers whose writes to a database happen exactly once, whatever fails.
 *
 * <p>Enter at {@link io.myelin.handlers.Projections}, the module that an application adds. It runs each projection by Axon's
 * pooled processor ({@code ProjectionProcessor}), whose batches {@code BatchHandling} handles in one transaction: events are
 * delivered behind savepoints ({@code Stretch}), an {@code EventLine} decides over those that fail, and the token is stored
 * with their writes ({@code FencedTokenStore}). {@code SafetyChecks} refuses set-ups that would lose events. This package
 * knows neither Kafka nor how the retry module keeps what fails.
 */
@NullMarked
package io.myelin.handlers;

import org.jspecify.annotations.NullMarked;
