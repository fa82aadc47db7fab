package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.snapshot.Snapshots;
import io.myelin.store.kafka.stream.RecentEvents;

/**
 * A log that is open, with what stands beside it.
 *
 * @param log to append to and load from
 * @param recent its newest events
 * @param snapshots of its aggregates
 */
public record OpenLog(CommitLog log, RecentEvents recent, Snapshots snapshots) {}
