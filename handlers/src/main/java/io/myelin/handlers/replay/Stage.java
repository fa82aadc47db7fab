package io.myelin.handlers.replay;

import io.myelin.handlers.replay.ReplayProgress.State;
import java.util.Optional;

/** What becomes of a replay, and how far it is; there is no span if nothing is left of it. */
record Stage(State state, Optional<Span> span) {}
