package io.myelin.handlers.replay;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.internal.StoredToken;
import io.myelin.handlers.internal.StoredTokens;
import io.myelin.handlers.replay.ReplayProgress.State;
import io.myelin.retry.Classifier;
import io.myelin.retry.FailureCategory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.messaging.StreamableMessageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a replay does to the database, and when it does not. */
final class Resets {

    private static final Logger log = LoggerFactory.getLogger(Resets.class);

    /** Owners of tokens that no node is; node ids with brackets are possible and pointless. */
    private static final String PAUSED = "(replay paused)";

    private static final String CANCELLED = "(replay cancelled)";

    /** Each time it meets another delivery; there are as many as the retry worker has lanes, here and elsewhere. */
    private static final int TRIES_MAX = 10;

    private final JdbcTransactions transactions;
    private final StoredTokens tokens;
    private final Supplier<StreamableMessageSource<TrackedEventMessage<?>>> source;

    Resets(
            JdbcTransactions transactions,
            StoredTokens tokens,
            Supplier<StreamableMessageSource<TrackedEventMessage<?>>> source) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.source = source;
    }

    /** Refuses what can be refused before anything is stopped. */
    void check(Replayable projection, ReplayFrom from) {
        projection.requireNotFailed();
        if (from.isOfAll() && !projection.canBeEmptied()) {
            throw new IllegalStateException("Projection '" + projection.name() + "' can't be replayed: it says nowhere"
                    + " how what it has written is removed, so that every event would take effect twice. Give each of its"
                    + " handlers a @ResetHandler method that empties its tables, or add options.resetBy(...).");
        }
        if (!from.isOfAll() && !projection.canBeEmptiedFrom()) {
            throw new IllegalStateException("Projection '" + projection.name() + "' can't be replayed from " + from
                    + ": it does not say how to remove what it has written since then, and no more, so that events would"
                    + " take effect twice or be lost. Let its @ResetHandler methods take a ReplayStart as their first"
                    + " parameter, or add options.resetBy((connection, start) -> ...); or replay it from the start.");
        }
    }

    /** Empties all and sets their tokens back, or does nothing. */
    void reset(List<Replayable> projections, ReplayFrom from) {
        // A parked event that is being delivered meanwhile may hold rows that are to go, and wait for those that are
        // gone.
        for (int tries = 1; ; tries++) {
            try {
                transactions.executeInTransaction(() -> resetOnce(projections, from));
                return;
            } catch (RuntimeException e) {
                if (tries == TRIES_MAX || Classifier.builtIn().categoryOf(e) != FailureCategory.CONTENTION) {
                    throw e;
                }
                log.info("A replay met a delivery under way while it emptied ({}); it is tried again.", e.toString());
            }
        }
    }

    private void resetOnce(List<Replayable> projections, ReplayFrom from) {
        ReplayFrom.Point point = from.in(source.get());
        for (Replayable projection : projections) {
            String name = projection.name();
            boolean ignored = tokens.release(name, PAUSED) || tokens.release(name, CANCELLED);
            if (!from.isOfAll()) {
                requireNothingParked(projection);
            }
            List<StoredToken> before = tokens.of(name);
            try {
                projection.reset(point.token(), point.start());
            } catch (UnableToClaimTokenException e) {
                throw new IllegalStateException(
                        "Projection '" + name + "' is running on another node too, so that it can't be replayed from"
                                + " here. Stop it on all nodes, or wait until a node that ended has lost its claims. "
                                + e.getMessage(),
                        e);
            }
            // Segments that have not got as far go on from where they are: they would leave out what lies between.
            before.stream()
                    .filter(segment -> segment.position() < point.start().after())
                    .forEach(segment -> tokens.putBack(name, segment));
        }
    }

    private static void requireNothingParked(Replayable projection) {
        if (projection.hasParked()) {
            throw new IllegalStateException(
                    "Projection '" + projection.name() + "' has parked events, which may be older"
                            + " than what is to be replayed, and would be lost. Redrive, skip or evict them first, or replay it from"
                            + " the start.");
        }
    }

    /** Returns what becomes of the replay, and how far it is. */
    Stage stageOf(Replayable projection) {
        List<StoredToken> segments = tokens.of(projection.name());
        Optional<Span> span =
                Span.slowestOf(segments.stream().map(StoredToken::token).toList());
        if (segments.stream()
                .anyMatch(segment -> segment.owner().filter(CANCELLED::equals).isPresent())) {
            return new Stage(State.CANCELLED, span);
        }
        if (segments.stream()
                .anyMatch(segment -> segment.owner().filter(PAUSED::equals).isPresent())) {
            return new Stage(State.PAUSED, span);
        }
        return new Stage(span.isPresent() ? State.REPLAYING : State.DONE, span);
    }

    void requireCanBecome(Replayable projection, State wanted) {
        State now = stageOf(projection).state();
        boolean can = now == State.REPLAYING || (now == State.PAUSED && wanted == State.CANCELLED);
        if (!can && now != wanted) {
            throw new IllegalStateException("The replay of projection '" + projection.name() + "' is " + now
                    + ", so that it can't become " + wanted
                    + ". Only one that is going on can; a projection that is not"
                    + " being replayed is stopped by stop(...).");
        }
    }

    /** Lets no node work on it; the projection has stopped here. */
    void hold(Replayable projection, State wanted) {
        transactions.executeInTransaction(() -> {
            tokens.locked(projection.name());
            requireCanBecome(projection, wanted);
            tokens.hold(projection.name(), wanted == State.PAUSED ? PAUSED : CANCELLED);
        });
    }

    void resume(Replayable projection) {
        if (!tokens.release(projection.name(), PAUSED)) {
            State now = stageOf(projection).state();
            throw new IllegalStateException("The replay of projection '" + projection.name() + "' is " + now
                    + ", so that there is nothing to resume."
                    + (now == State.CANCELLED ? " Replay it anew: what was removed is not there any more." : ""));
        }
    }

    ReplayProgress done(String name) {
        return new ReplayProgress(name, State.DONE, ReplayStart.OF_ALL, 0, 0, 0, Optional.of(Duration.ZERO));
    }
}
