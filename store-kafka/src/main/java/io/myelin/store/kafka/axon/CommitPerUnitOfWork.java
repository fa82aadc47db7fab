package io.myelin.store.kafka.axon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a unit of work publishes while it prepares its commit, and appends it as one when it commits.
 *
 * <p>Axon hands events over in several portions if handlers that are called during the preparation publish more. A database's
 * transaction makes one commit of the portions; here this class does. It appends first among all that happens at the
 * commit: a commit that is refused undoes everything else, and nothing is appended if the preparation fails.
 */
final class CommitPerUnitOfWork implements EventStorageEngine {

    private final EventStorageEngine engine;
    private final String collectedKey = getClass().getName() + "@" + System.identityHashCode(this);

    CommitPerUnitOfWork(EventStorageEngine engine) {
        this.engine = engine;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get().phase() == UnitOfWork.Phase.PREPARE_COMMIT) {
            collected(CurrentUnitOfWork.get()).addAll(events);
        } else {
            engine.appendEvents(events);
        }
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        engine.storeSnapshot(snapshot);
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        return engine.readEvents(token, mayBlock);
    }

    @Override
    public DomainEventStream readEvents(String aggregateId, long firstSequenceNumber) {
        return engine.readEvents(aggregateId, firstSequenceNumber);
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateId) {
        return engine.readSnapshot(aggregateId);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateId) {
        return engine.lastSequenceNumberFor(aggregateId);
    }

    @Override
    public TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant time) {
        return engine.createTokenAt(time);
    }

    private List<EventMessage<?>> collected(UnitOfWork<?> unitOfWork) {
        return unitOfWork.getOrComputeResource(collectedKey, key -> {
            List<EventMessage<?>> events = new ArrayList<>();
            // Handlers of this phase run in the opposite order of their registration: this one before a transaction's.
            unitOfWork.onCommit(committing -> engine.appendEvents(events));
            return events;
        });
    }
}
