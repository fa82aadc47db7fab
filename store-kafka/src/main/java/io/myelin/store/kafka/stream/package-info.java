/**
 * Following the log: from memory where a reader is near the end, from Kafka where it is behind.
 *
 * <p>Enter at {@link RecentEvents}, which keeps the newest events and wakes those that wait for more. An {@link EventCursor}
 * is one reader's place in the log; it changes between memory and Kafka without a gap or a duplicate. This package knows
 * neither Axon nor Kafka: {@code log} reads for it.
 */
@NullMarked
package io.myelin.store.kafka.stream;

import org.jspecify.annotations.NullMarked;
