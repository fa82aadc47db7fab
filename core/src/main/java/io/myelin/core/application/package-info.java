/**
 * Puts an application together and starts and stops it in order.
 *
 * <p>Enter at {@link io.myelin.core.application.MyelinApplication}. It takes aggregates, events and modules (a
 * store, projections), each a {@code ConfigurerModule} of Axon's, and assembles them with Axon's configurer. {@link
 * io.myelin.core.application.AggregateOptions} switches an aggregate's cache and snapshots on. {@code Assembly} registers
 * all of it, {@code AggregateRepository} loads aggregates, and {@code InMemoryStorageEngine} stands in where no module
 * brings a store.
 */
@NullMarked
package io.myelin.core.application;

import org.jspecify.annotations.NullMarked;
