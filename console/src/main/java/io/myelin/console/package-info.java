/**
 * Operations: the command line that looks after a log ({@code ./myelin}, docs/operations/tools.md).
 *
 * <p>Enter at {@link Myelin}. Each command is a class of its own that reads its options, calls the store's tools
 * ({@code store-kafka}: {@code LogScan}, {@code TopicInspection}, {@code transfer}) and prints; {@link Connection} holds the options
 * that all have in common, {@link Screen} and {@link Progress} what is seen while it runs, and {@link io.myelin.store.kafka.topic.Secrets} keeps passwords out of
 * messages. This module knows neither Kafka's clients nor RocksDB.
 */
@NullMarked
package io.myelin.console;

import org.jspecify.annotations.NullMarked;
