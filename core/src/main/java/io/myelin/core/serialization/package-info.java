/**
 * Events, snapshots and Axon's own values as JSON and back, under names that outlive their classes.
 *
 * <p>Enter at {@link io.myelin.core.serialization.JsonSerializer}, the one serializer of an application.
 * {@link io.myelin.core.serialization.EventTypes} knows which name and revision belongs to which class;
 * {@link io.myelin.core.serialization.Upcast} turns the JSON of an older revision into a newer one before it is
 * read. What cannot be written or read is a {@link io.myelin.core.serialization.PayloadException} that names the
 * event, the place and the mend.
 *
 * <p>This package decides by registered types only: no class is ever loaded because a stored name asks for it,
 * except Axon's own.
 */
@NullMarked
package io.myelin.core.serialization;

import org.jspecify.annotations.NullMarked;
