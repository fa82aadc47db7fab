package io.myelin.core.application;

import io.myelin.core.BusinessRejection;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.jspecify.annotations.Nullable;

/**
 * Loads and creates aggregates as Axon does, with two differences. A cached aggregate is handed out only if the
 * store holds no newer event of it: another instance of the application may have written one. And a creation that
 * the domain rejects is an answer, which Axon would log with its stack.
 */
final class AggregateRepository<A> extends CachingEventSourcingRepository<A> {

    private final EventStore store;
    private final Cache cache;

    AggregateRepository(EventSourcingRepository.Builder<A> builder, EventStore store, Cache cache) {
        super(builder.eventStore(store).cache(cache));
        this.store = store;
        this.cache = cache;
    }

    @Override
    protected EventSourcedAggregate<A> doLoadWithLock(String id, @Nullable Long expectedVersion) {
        EventSourcedAggregate<A> aggregate = super.doLoadWithLock(id, expectedVersion);
        if (isStale(aggregate, id)) {
            cache.remove(id);
            return super.doLoadWithLock(id, expectedVersion);
        }
        return aggregate;
    }

    @Override
    protected void validateOnLoad(Aggregate<A> aggregate, @Nullable Long expectedVersion) {
        forgetUnlessCommitted(aggregate.identifierAsString());
        super.validateOnLoad(aggregate, expectedVersion);
    }

    @Override
    public Aggregate<A> loadOrCreate(String id, Callable<A> factory) {
        Aggregate<A> aggregate = super.loadOrCreate(id, factory);
        forgetUnlessCommitted(id);
        return aggregate;
    }

    @Override
    protected void doSaveWithLock(EventSourcedAggregate<A> aggregate) {
        // One that was created for a command that then applied nothing is nobody yet.
        if (aggregate.identifierAsString() != null) {
            super.doSaveWithLock(aggregate);
            forgetUnlessCommitted(aggregate.identifierAsString());
        }
    }

    @Override
    protected void doDeleteWithLock(EventSourcedAggregate<A> aggregate) {
        super.doDeleteWithLock(aggregate);
        forgetUnlessCommitted(aggregate.identifierAsString());
    }

    @Override
    public LockAwareAggregate<A, EventSourcedAggregate<A>> newInstance(
            Callable<A> factory, Consumer<Aggregate<A>> initialization) throws Exception {
        try {
            return super.newInstance(() -> create(factory), initialization);
        } catch (RejectedCreation e) {
            throw e.rejection;
        }
    }

    /**
     * Axon forgets an aggregate on rollback, but an error while committing ends a unit of work without one. The
     * lock on the aggregate is still held here: what was registered last for the end of a unit of work runs first.
     */
    private void forgetUnlessCommitted(String id) {
        AtomicBoolean committed = new AtomicBoolean();
        CurrentUnitOfWork.get().root().afterCommit(root -> committed.set(true));
        CurrentUnitOfWork.get().root().onCleanup(root -> {
            if (!committed.get()) {
                cache.remove(id);
            }
        });
    }

    private static <T> T create(Callable<T> factory) throws Exception {
        try {
            return factory.call();
        } catch (BusinessRejection e) {
            throw new RejectedCreation(e);
        }
    }

    private boolean isStale(EventSourcedAggregate<A> aggregate, String id) {
        Long version = aggregate.version();
        return cache.containsKey(id)
                && version != null
                && store.lastSequenceNumberFor(id)
                        .filter(last -> last > version)
                        .isPresent();
    }

    /** Carries a rejection past Axon's log, which lets errors pass. */
    private static final class RejectedCreation extends Error {

        private final transient BusinessRejection rejection;

        private RejectedCreation(BusinessRejection rejection) {
            super(null, rejection, false, false);
            this.rejection = rejection;
        }
    }
}
