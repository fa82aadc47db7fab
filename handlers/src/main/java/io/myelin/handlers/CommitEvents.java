package io.myelin.handlers;

import io.myelin.core.Commit;
import io.myelin.handlers.NotAppliedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/** Finds the events of a commit that a projection has handlers for, and the sequence of each, which says who handles it. */
final class CommitEvents {

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final HandlerGroup handlers;
    private final Sequencing sequencing;

    CommitEvents(StreamableMessageSource<TrackedEventMessage<?>> source, HandlerGroup handlers, Sequencing sequencing) {
        this.source = source;
        this.handlers = handlers;
        this.sequencing = sequencing;
    }

    /** One event that the projection has to apply. */
    record Wanted(String eventId, String sequence, long position) {}

    /** Waits for events that another node has appended and this one has not read yet. */
    List<Wanted> wanted(Commit commit, long deadlineNanos) throws InterruptedException {
        List<Wanted> wanted = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream =
                source.openStream(new GlobalSequenceTrackingToken(commit.first() - 1))) {
            long position = commit.first() - 1;
            while (position < commit.last()) {
                TrackedEventMessage<?> event = next(stream, commit, deadlineNanos);
                position = event.trackingToken().position().orElseThrow();
                if (position <= commit.last() && handlers.wants(event)) {
                    wanted.add(new Wanted(event.getIdentifier(), sequencing.sequenceOf(event), position));
                }
            }
        }
        return wanted;
    }

    private static TrackedEventMessage<?> next(
            BlockingStream<TrackedEventMessage<?>> stream, Commit commit, long deadlineNanos)
            throws InterruptedException {
        int leftMs = (int) Math.min(
                Integer.MAX_VALUE, Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
        if (!stream.hasNextAvailable(leftMs, TimeUnit.MILLISECONDS)) {
            throw new NotAppliedException(
                    Reason.LATE,
                    "This node has not read all events of commit " + commit
                            + " in time, so that it can't tell whether they are"
                            + " applied. If the commit is of another log, it never will; else wait for longer.");
        }
        return stream.nextAvailable();
    }
}
