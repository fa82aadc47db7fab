/**
 * The log protocol: how a Kafka topic with one partition becomes an event store (docs/log-protocol.md).
 *
 * <p>Enter at {@link GroupReader}, which says what of a log is valid, and {@link LogWriter}, which decides what to send
 * and what to answer. Both are plain state machines without thread, clock, Kafka or Axon: {@code log} carries their
 * steps out over Kafka, and the simulation among the tests does so over a log that an adversary mistreats.
 */
@NullMarked
package io.myelin.store.kafka.protocol;

import org.jspecify.annotations.NullMarked;
