/**
 * The protocol carried out over Kafka: the threads, clients and clocks that {@code protocol} does without.
 *
 * <p>Enter at {@link CommitLog}, which is what Axon's side of the store sees. Tools read a log with {@link LogScan}, without being a node
 * of it, write many commits with {@link BulkWriter}, and build an index with {@link IndexRebuild}.
 */
@NullMarked
package io.myelin.store.kafka.log;

import org.jspecify.annotations.NullMarked;
