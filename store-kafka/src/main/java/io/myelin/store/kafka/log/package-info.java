/**
 * The protocol carried out over Kafka: the threads, clients and clocks that {@code protocol} does without.
 *
 * <p>Enter at {@link CommitLog}, which is what Axon's side of the store sees.
 */
@NullMarked
package io.myelin.store.kafka.log;

import org.jspecify.annotations.NullMarked;
