package io.myelin.handlers;

import io.myelin.core.Commit;
import io.myelin.handlers.CommitEvents.Wanted;
import io.myelin.handlers.NotAppliedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.messaging.Message;

/**
 * Lets a reader wait until a projection shows what was written: "read your own write".
 *
 * <pre>{@code
 * CommandResultMessage<?> result = ...;                              // of the command
 * projections.applied("orders").await(result, Duration.ofSeconds(2));
 * // select ... from orders
 * }</pre>
 *
 * <p>It does not matter which node has the segments concerned. What this node applies is told at once, what others apply within
 * some ten milliseconds. Safe for use by several threads.
 */
public final class Applied {

    /** Most segments move by a commit, which is told; this is for those that pass over events that nobody wants. */
    private static final long LOOK_AGAIN_MS = 5;

    private final CommitEvents events;
    private final AppliedPositions positions;
    private volatile CountDownLatch nextMove = new CountDownLatch(1);

    Applied(CommitEvents events, AppliedPositions positions) {
        this.events = events;
        this.positions = positions;
    }

    /**
     * Returns when the projection has applied all that the command has appended; at once if that is nothing.
     *
     * @param commandResult of a command that was sent over Myelin's command bus, not from within another's handler
     * @param limit how long to wait at most
     * @throws NotAppliedException if it has not in time, or an event of it is parked: then waiting on does not help for now
     * @throws IllegalArgumentException if the result does not tell what was appended
     */
    public void await(Message<?> commandResult, Duration limit) {
        Commit.of(commandResult).ifPresent(commit -> await(commit, limit));
    }

    /**
     * Returns when the projection has applied the commit. Events that it has no handler for count as applied; so do those that
     * an operator has skipped.
     *
     * @param limit how long to wait at most
     * @throws NotAppliedException if it has not in time, or an event of it is parked: then waiting on does not help for now
     */
    public void await(Commit commit, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        try {
            List<Wanted> wanted = events.wanted(commit, deadlineNanos);
            awaitPositions(commit, wanted, deadlineNanos, limit);
            requireNotParked(commit, wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while commit " + commit + " was awaited.", e);
        }
    }

    private void awaitPositions(Commit commit, List<Wanted> wanted, long deadlineNanos, Duration limit)
            throws InterruptedException {
        AppliedPositions.Wait wait = positions.waitFor(wanted);
        while (true) {
            CountDownLatch move = nextMove;
            List<Wanted> missing = wait.missing();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new NotAppliedException(
                        Reason.LATE,
                        "Projection '" + positions.projection() + "' has not applied commit " + commit + " within "
                                + limit.toMillis() + " ms: " + sequences(missing)
                                + " not reached yet. It goes on by itself;"
                                + " wait for longer, or see Projections.health() for what holds it up.");
            }
            // Whether it has moved or not, what is missing is looked at again.
            var unused = move.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void requireNotParked(Commit commit, List<Wanted> wanted) {
        List<Wanted> parked = positions.parked(wanted);
        if (!parked.isEmpty()) {
            throw new NotAppliedException(
                    Reason.PARKED,
                    "Projection '" + positions.projection() + "' has not applied commit " + commit + ": "
                            + sequences(parked)
                            + " parked, since an event failed. It is tried again by itself, unless it was given up; see"
                            + " Projections.parked(\"" + positions.projection() + "\").");
        }
    }

    private static String sequences(List<Wanted> events) {
        return events.stream()
                        .map(event -> "event " + event.eventId() + " of sequence '" + event.sequence() + "'")
                        .collect(Collectors.joining(", "))
                + (events.size() == 1 ? " is" : " are");
    }

    /** Called when a segment of this node has committed a batch. */
    synchronized void moved() {
        CountDownLatch now = nextMove;
        nextMove = new CountDownLatch(1);
        now.countDown();
    }
}
