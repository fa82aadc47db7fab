/**
 * Snapshots of aggregates: a compacted topic beside the log, and what was read of it.
 *
 * <p>Enter at {@link Snapshots}. A snapshot only saves time: whatever goes wrong with one, the aggregate is loaded from its
 * events instead. This package knows neither Axon nor the log protocol.
 */
@NullMarked
package io.myelin.store.kafka.snapshot;

import org.jspecify.annotations.NullMarked;
