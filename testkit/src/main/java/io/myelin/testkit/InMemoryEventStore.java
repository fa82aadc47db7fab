package io.myelin.testkit;

import io.myelin.core.Commit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * An event store in memory whose streams tell at once when events were committed, as a store on a log does.
 *
 * <p>Axon's own in-memory store makes a pooled processor wait for up to half a second; with this one a test of a
 * projection takes as long as the projection. Events are kept as objects, not serialized. Nothing is ever removed. Safe for
 * use by several threads; a stream belongs to one.
 */
public final class InMemoryEventStore extends AbstractEventStore {

    private final Set<InMemoryEventStream> open = ConcurrentHashMap.newKeySet();

    private InMemoryEventStore(Parts parts) {
        super(parts);
    }

    /** Returns an empty store. */
    public static InMemoryEventStore create() {
        return over(new InMemoryEventStorageEngine());
    }

    /** Returns a store over an engine that keeps its events in memory. */
    public static InMemoryEventStore over(EventStorageEngine engine) {
        Parts parts = new Parts();
        parts.storageEngine(engine);
        return new InMemoryEventStore(parts);
    }

    /**
     * Opens a stream of all events after {@code token}.
     *
     * @param token where to go on; null for the first event
     */
    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        InMemoryEventStream stream =
                new InMemoryEventStream(storageEngine().readEvents(token, false).iterator(), open::remove);
        open.add(stream);
        return stream;
    }

    /** Axon's engine stores at a later moment of the same phase, and does not tell at which positions. */
    @Override
    protected void prepareCommit(List<? extends EventMessage<?>> events) {
        if (!CurrentUnitOfWork.isStarted()) {
            super.prepareCommit(events);
            return;
        }
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        long[] before = new long[1];
        unitOfWork.onPrepareCommit(preparing -> before[0] = head());
        super.prepareCommit(events);
        unitOfWork.onPrepareCommit(preparing -> Commit.note(before[0] + 1, head()));
    }

    private long head() {
        TrackingToken head = storageEngine().createHeadToken();
        return head == null ? -1 : head.position().orElse(-1);
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        super.afterCommit(events);
        open.forEach(InMemoryEventStream::eventsWereCommitted);
    }

    /** Axon's way to hand the engine to its own constructor. */
    private static final class Parts extends AbstractEventStore.Builder {}
}
