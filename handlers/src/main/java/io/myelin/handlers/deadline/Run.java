package io.myelin.handlers.deadline;

import io.myelin.core.jdbc.TransactionHandle;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a thread that handles events is doing, for the one that watches it. */
final class Run {

    /** Where it stands; whoever sets one of the last three has the say from then on. */
    private enum State {
        WORKING,
        COMMITTING,
        ENDED,
        LEFT_BEHIND
    }

    /** Waiting for a connection has a limit of its own: the pool's. */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final DeadlineSettings settings;
    private final LongSupplier nanoTime;
    private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final Set<String> suspects;
    private volatile boolean committing;
    private volatile @Nullable Thread thread;
    private volatile @Nullable TransactionHandle transaction;
    private volatile Step step;

    /** @param suspects events whose handlers are not to be called, for they took too long before */
    Run(DeadlineSettings settings, LongSupplier nanoTime, Set<String> suspects) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.suspects = suspects;
        this.step = step(null, UNLIMITED);
    }

    /** The current thread is the one that does it. */
    void begin() {
        thread = Thread.currentThread();
    }

    /** A transaction was opened, in which the next steps are taken. */
    void uses(TransactionHandle opened) {
        transaction = opened;
        step = step(null, settings.between());
    }

    boolean hasTransaction() {
        return transaction != null;
    }

    @Nullable
    TransactionHandle transaction() {
        return transaction;
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    Step step() {
        return step;
    }

    Step beginHandler(String eventId) {
        Step begun = step(eventId, settings.handler());
        step = begun;
        return begun;
    }

    /** Ends the step; answers whether it had taken too long. */
    boolean endHandler(Step ending) {
        boolean late = ending.end();
        if (late && ending.eventId() != null) {
            expired.add(ending.eventId());
        }
        step = step(null, settings.between());
        return late;
    }

    boolean suspects(String eventId) {
        return suspects.contains(eventId);
    }

    /** Returns the events whose handlers took too long. */
    Set<String> expired() {
        return expired;
    }

    long overNs(Step of) {
        return of.overNs(nanoTime.getAsLong());
    }

    /** Goes on to the commit; answers false if the run was left behind, and must not commit. */
    boolean beginCommit() {
        committing = true;
        return state.compareAndSet(State.WORKING, State.COMMITTING);
    }

    /** Returns whether the outcome may be that all is committed. */
    boolean mayHaveCommitted() {
        return committing;
    }

    /** Ends on its own thread; answers false if nobody waits for it any more. */
    boolean end() {
        return state.getAndUpdate(now -> now == State.LEFT_BEHIND ? now : State.ENDED) != State.LEFT_BEHIND;
    }

    /** Leaves the thread behind where it is; answers false if it has gone on meanwhile. */
    boolean leaveBehind(Step in) {
        State now = state.get();
        // Once a thread is in its commit, it's no handler any more that hangs.
        boolean there = in.eventId() == null ? now != State.ENDED : now == State.WORKING;
        return there && step == in && state.compareAndSet(now, State.LEFT_BEHIND);
    }

    boolean isLeftBehind() {
        return state.get() == State.LEFT_BEHIND;
    }

    private Step step(@Nullable String eventId, Duration limit) {
        return new Step(eventId, nanoTime.getAsLong() + limit.toNanos());
    }
}
