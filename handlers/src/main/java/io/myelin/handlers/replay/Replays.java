package io.myelin.handlers.replay;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.Phases;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.internal.StoredTokens;
import io.myelin.handlers.replay.ReplayProgress.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.config.Configuration;

/**
 * Lets projections handle old events again, while the application runs; all others go on meanwhile.
 *
 * <pre>{@code
 * projections.replays().start("orders", "sales");
 * projections.replays().start(ReplayFrom.time(yesterday), "orders");
 * projections.replays().progress("orders").timeLeft();
 * }</pre>
 *
 * <p>A replay goes on after a restart, and on whichever node claims its segments. Event handlers can tell it by a parameter of
 * Axon's {@code ReplayStatus}; those marked {@code @DisallowReplay} are not called for events that the projection had handled
 * before. Safe for several threads.
 */
public final class Replays {

    private final Function<String, Replayable> projections;
    private final Function<String, ReplayWatch> watches;
    private final Resets resets;

    /**
     * Returns replays of an application's projections; for {@code Projections}.
     *
     * @param names of the projections, to be watched from the application's start on
     * @param projections finds a projection once the application was started
     */
    public static Replays of(
            Configuration configuration,
            JdbcTransactions transactions,
            Set<String> names,
            Function<String, Replayable> projections) {
        Map<String, ReplayWatch> watches = new ConcurrentHashMap<>();
        Clock clock = configuration.getComponent(Clock.class, Clock::systemUTC);
        MeterRegistry meters = configuration.getComponent(MeterRegistry.class, SimpleMeterRegistry::new);
        Function<String, ReplayWatch> watchOf =
                name -> watches.computeIfAbsent(name, n -> new ReplayWatch(projections.apply(n), clock));
        configuration.onStart(
                Phases.PROCESSORS,
                () -> names.forEach(name -> {
                    watchOf.apply(name).show(meters);
                    watchOf.apply(name).watch();
                }));
        configuration.onShutdown(() -> watches.values().forEach(watch -> watch.hide(meters)));
        StoredTokens tokens = new StoredTokens(transactions, configuration.serializer());
        return new Replays(projections, watchOf, new Resets(transactions, tokens, configuration::eventStore));
    }

    private Replays(Function<String, Replayable> projections, Function<String, ReplayWatch> watches, Resets resets) {
        this.projections = requireNonNull(projections, "projections");
        this.watches = requireNonNull(watches, "watches");
        this.resets = requireNonNull(resets, "resets");
    }

    /** Lets projections handle all events again; see {@link #start(ReplayFrom, String...)}. */
    public void start(String... names) {
        start(ReplayFrom.start(), names);
    }

    /**
     * Empties projections and lets them handle events again. Returns when they have been emptied and started.
     *
     * <p>Several are emptied in one transaction: all of them or none. A projection that is replayed from elsewhere than the
     * start must be told what to remove: by {@code @ResetHandler} methods that take a {@link ReplayStart}, or {@code
     * options.resetBy((connection, start) -> ...)}. One that is being replayed, paused or cancelled begins anew.
     *
     * @param names of projections, one at least
     * @throws IllegalStateException if one of them can't be replayed: it says nowhere how it is emptied, runs on another node
     *     as well, or has parked events and is not to be replayed from the start; nothing has changed then, and all run on. Also if a batch in work does not end
     *     within 30 seconds; its projection stops then when that one ends
     */
    public void start(ReplayFrom from, String... names) {
        List<Replayable> chosen = find(names);
        chosen.forEach(projection -> resets.check(projection, from));
        List<Replayable> stopped = new ArrayList<>();
        try {
            for (Replayable projection : chosen) {
                projection.stop();
                stopped.add(projection);
            }
            resets.reset(chosen, from);
        } finally {
            stopped.forEach(Replayable::start);
        }
        chosen.forEach(this::watchAnew);
    }

    /** Returns how a projection's replay gets on; asks the database. */
    public ReplayProgress progress(String name) {
        Replayable projection = projections.apply(name);
        ReplayWatch watch = watches.apply(name);
        Stage stage = resets.stageOf(projection);
        return stage.span()
                .map(span -> progress(stage.state(), span, name, watch))
                .orElseGet(() -> resets.done(name));
    }

    /**
     * Lets replays stand still, on all nodes and over restarts, until they are resumed. Batches in work end first.
     *
     * @throws IllegalStateException if one of them is not being replayed; nothing has changed then
     */
    public void pause(String... names) {
        standStill(State.PAUSED, names);
    }

    /**
     * Lets paused replays go on.
     *
     * @throws IllegalStateException if one of them is not paused; those before it go on
     */
    public void resume(String... names) {
        for (Replayable projection : find(names)) {
            resets.resume(projection);
            projection.start();
            watchAnew(projection);
        }
    }

    /**
     * Ends replays before they are done. Their projections stay as they are, filled up to where they have got, and handle
     * nothing, on all nodes and over restarts, until they are replayed anew: what a replay has emptied can't be brought back,
     * and going on with new events would leave out those between.
     *
     * @throws IllegalStateException if one of them is neither being replayed nor paused; nothing has changed then
     */
    public void cancel(String... names) {
        standStill(State.CANCELLED, names);
    }

    private void standStill(State wanted, String... names) {
        List<Replayable> chosen = find(names);
        chosen.forEach(projection -> resets.requireCanBecome(projection, wanted));
        for (Replayable projection : chosen) {
            projection.stop();
            try {
                resets.hold(projection, wanted);
            } catch (RuntimeException e) {
                projection.start();
                throw e;
            }
            watches.apply(projection.name()).pause();
        }
    }

    private void watchAnew(Replayable projection) {
        ReplayWatch watch = watches.apply(projection.name());
        watch.pause();
        watch.watch();
    }

    private static ReplayProgress progress(State state, Span span, String name, ReplayWatch watch) {
        boolean goesOn = state == State.REPLAYING;
        double rate = goesOn ? watch.eventsPerSecond() : 0;
        return new ReplayProgress(
                name,
                state,
                span.start(),
                span.done(),
                span.total(),
                rate,
                goesOn ? watch.timeFor(span.left()) : Optional.empty());
    }

    private List<Replayable> find(String... names) {
        Set<String> distinct = new LinkedHashSet<>(Arrays.asList(names));
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException(
                    "Name at least one projection; there was none, so nothing would happen.");
        }
        return distinct.stream().map(projections).toList();
    }
}
