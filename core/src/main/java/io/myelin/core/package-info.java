/**
 * What a domain is made of: the base {@link io.myelin.core.Aggregate} to extend, the stable
 * {@link io.myelin.core.EventName names} of its events, and how a command ends that did not do what it was asked:
 * {@link io.myelin.core.BusinessRejection} when the domain says no, {@link io.myelin.core.OutcomeUnknownException} when
 * nobody can say yet.
 *
 * <p>Enter at {@link io.myelin.core.Aggregate}. This package knows only Axon's annotations and lifecycle. The packages
 * below it build on it, never the other way round: {@code serialization} turns events into JSON and back,
 * {@code command} takes commands in, {@code application} puts everything together and starts it.
 */
@NullMarked
package io.myelin.core;

import org.jspecify.annotations.NullMarked;
