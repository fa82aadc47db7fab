/**
 * Puts an application together and starts and stops it in order.
 *
 * <p>Enter at {@link io.myelin.core.application.MyelinApplication}. It takes aggregates, events and modules (a
 * store, projections), each a {@code ConfigurerModule} of Axon's, and assembles them with Axon's configurer. {@link
 * io.myelin.core.application.AggregateOptions} switches
 */
@NullMarked
package io.myelin.core.application;

import org.jspecify.annotations.NullMarked;
