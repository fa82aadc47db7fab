/**
 * The index: what the log adds up to, on the local disk (docs/log-protocol.md, "What stands beside the log").
 *
 * <p>Enter at {@link LogIndex}. It is derived from the log and from nothing else, so it may be deleted at any time.
 * {@link EventCodec} gives events their form on disk, {@link Digest} their keys; {@link RecentIdentifiers} holds in memory what has
 * not reached the disk yet; {@link Database} owns RocksDB's handles, whose misuse would end the JVM, and
 * {@link IndexDirectory} remembers whose index a directory is. For tools, {@link IndexContents} shows all that an index holds, and
 * {@link IndexBackup} copies one. This package knows neither Kafka nor the protocol's
 * decisions: it is told what is valid.
 */
@NullMarked
package io.myelin.store.kafka.index;

import org.jspecify.annotations.NullMarked;
