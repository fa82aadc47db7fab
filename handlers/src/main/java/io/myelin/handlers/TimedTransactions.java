package io.myelin.handlers;

import io.myelin.handlers.crashloop.CrashLoop;
import io.myelin.handlers.deadline.HandlerDeadlines;
import io.myelin.handlers.deadline.HandlerTimeoutException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.Segment;

/**
 * Handles events within the deadlines of their handlers, and one by one where one of them takes the process with it.
 *
 * <p>Mostly a handler that took too long is ended alone, and its event parked in the transaction. Where it took the transaction
 * with it, or its thread could not be ended, the same events are handled once more, at once and on another thread, without calling
 * that handler again: its event is parked then.
 */
final class TimedTransactions implements BatchHandling.Runner {

    private final HandlerDeadlines deadlines;
    private final CrashLoop crashes;

    /** Events whose handlers took too long in a transaction that was undone; they leave when they are behind the token. */
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    TimedTransactions(HandlerDeadlines deadlines, CrashLoop crashes) {
        this.deadlines = deadlines;
        this.crashes = crashes;
    }

    @Override
    public int run(AxonBatch batch, int first, Callable<Integer> transaction) throws Exception {
        int segment = batch.segment().getSegmentId();
        crashes.begin(segment, batch.positionOf(first));
        int next = runInTime(batch, first, transaction);
        crashes.committed(segment, next - first);
        return next;
    }

    @Override
    public boolean isOneByOne(Segment segment) {
        return crashes.isCareful(segment.getSegmentId());
    }

    private int runInTime(AxonBatch batch, int first, Callable<Integer> transaction) throws Exception {
        while (true) {
            try {
                int next = deadlines.run(suspects, transaction);
                if (!suspects.isEmpty()) {
                    batch.events().subList(first, next).forEach(event -> suspects.remove(event.getIdentifier()));
                }
                return next;
            } catch (HandlerTimeoutException e) {
                // Each round adds one, so that there are no more rounds than events.
                if (!suspects.addAll(e.events())) {
                    throw e;
                }
            }
        }
    }
}
