/**
 * A log's events as text, and from there into another log: the form in which they are shown, exported and imported
 * (docs/operations/export-format.md).
 *
 * <p>{@link EventLine} is one event as one line of JSON. This package knows neither Kafka nor what is valid: it is given
 * events that have happened.
 */
@NullMarked
package io.myelin.store.kafka.transfer;

import org.jspecify.annotations.NullMarked;
