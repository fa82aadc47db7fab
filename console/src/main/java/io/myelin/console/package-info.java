/**
 * Operations: the command line for operators ({@code ./myelin}, docs/operations/tools.md).
 *
 * <p>Enter at {@link Myelin}. Each command is a class of its own that reads its options, calls the store's tools
 * ({@code store-kafka}: {@code LogScan}, {@code TopicInspection}, {@code transfer}; {@code retry}: {@code ParkedGroups}) and prints; {@link Connection} and
 * {@link JdbcConnection} hold the options that they have in common, {@link Screen} and {@link Progress} what is seen while it runs, and {@link io.myelin.store.kafka.topic.Secrets} keeps passwords out of
 * messages. This module knows neither Kafka's clients nor RocksDB.
 */
@NullMarked
package io.myelin.console;

import org.jspecify.annotations.NullMarked;
