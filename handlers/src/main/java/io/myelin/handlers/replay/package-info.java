/**
 * Replays: letting projections handle old events again, while the application runs.
 *
 * <p>Enter at {@link io.myelin.handlers.replay.Replays}. It empties projections and sets their tokens back in one
 * transaction, from where a {@link io.myelin.handlers.replay.ReplayFrom} says, and tells how they get on ({@link
 * io.myelin.handlers.replay.ReplayProgress}). {@code ReplayRate} estimates how long it takes, in pure code; a {@code
 * ReplayWatch} feeds it. This package knows a projection as a {@link io.myelin.handlers.replay.Replayable} only.
 */
@NullMarked
package io.myelin.handlers.replay;

import org.jspecify.annotations.NullMarked;
