/**
 * What a projection does outside of its database: calls that are remembered, and messages that are sent after the commit.
 *
 * <p>Handlers take an {@link io.myelin.handlers.effects.Inbox} to call the outside world at most once for an event, as far as
 * that can be known, and an {@link io.myelin.handlers.effects.Outbox} to leave messages in the transaction of what they
 * write. An {@link io.myelin.handlers.effects.OutboxRelay} hands the messages of a channel to its {@link
 * io.myelin.handlers.effects.OutboxSender}, in order for each key. This package knows SQL and units of work, and neither
 * processors nor batches.
 */
@NullMarked
package io.myelin.handlers.effects;

import org.jspecify.annotations.NullMarked;
