/**
 * The log as Axon's event store.
 *
 * <p>Enter at {@link KafkaEventStorageEngine}, which appends and loads, and {@link KafkaEventStore}, which publishes what a
 * unit of work collected as one commit and opens event streams. {@link EventMapping} turns Axon's messages into what the
 * log holds and back. This package knows neither Kafka nor the protocol's rules: it asks {@code log}, {@code stream} and
 * {@code snapshot}.
 */
@NullMarked
package io.myelin.store.kafka.axon;

import org.jspecify.annotations.NullMarked;
