/**
 * How commands are taken in: checked, queued, handled by threads of their own, repeated when two writers met,
 * measured, and refused with a reason when that cannot be.
 *
 * <p>Enter at {@link io.myelin.core.command.CommandHandling}, a module that replaces Axon's command bus and gateway;
 * {@link io.myelin.core.command.CommandSettings} holds its limits. A sender gets what the handler returned or threw,
 * {@link io.myelin.core.command.InvalidCommandException} for a command that should not have been sent, or
 * {@link io.myelin.core.command.CommandRefusedException} when nobody looked at it.
 *
 * <p>It knows nothing of events and stores: a conflict reaches it as Axon's {@code ConcurrencyException}.
 */
@NullMarked
package io.myelin.core.command;

import org.jspecify.annotations.NullMarked;
