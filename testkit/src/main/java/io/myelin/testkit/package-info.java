/**
 * What tests of event-sourced code need again and again: a clock that only moves when told, and real databases that
 * start empty.
 *
 * <p>Enter at {@link io.myelin.testkit.OnEachDatabase}: it runs one test on H2 and on PostgreSQL and hands it a fresh
 * {@link io.myelin.testkit.TestDatabase}. {@link io.myelin.testkit.SettableClock} goes wherever a {@link java.time.Clock}
 * is asked for, {@link io.myelin.testkit.FaultyDataSource} lets the n-th call to a database go wrong, and {@link io.myelin.testkit.InMemoryEventStore} stands in for a store. Nothing here needs Docker, a fixed port or a network; nothing here belongs in production code.
 */
@NullMarked
package io.myelin.testkit;

import org.jspecify.annotations.NullMarked;
