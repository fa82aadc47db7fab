package io.myelin.store.kafka.axon;

import static java.util.Objects.requireNonNull;
import static org.axonframework.common.BuilderUtils.assertNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.myelin.core.Commit;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Axon's storage engine on a log: what it is given at once is one commit, all or nothing. Thread-safe.
 *
 * <p>A commit that the log refuses becomes Axon's {@code ConcurrencyException} or, for an aggregate's first event, {@code
 * AggregateStreamCreationException}, just as with Axon's JDBC engine. That a commit was not stored for another reason, or
 * that nobody knows, is said by {@link io.myelin.store.kafka.CommitNotStoredException} and {@link
 * io.myelin.store.kafka.CommitOutcomeUnknownException}.
 */
public final class KafkaEventStorageEngine extends AbstractEventStorageEngine {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventStorageEngine.class);

    private final Supplier<OpenLog> open;
    private final EventMapping events;
    private final EventMapping snapshots;
    private final Timer loadTimer;

    private KafkaEventStorageEngine(Builder builder) {
        super(builder);
        this.open = builder.checkedLog();
        this.events = new EventMapping(getEventSerializer());
        this.snapshots = new EventMapping(getSnapshotSerializer());
        this.loadTimer = Timer.builder("store.load")
                .description("Loading the events of one aggregate from the index, before they are deserialized")
                .register(builder.meterRegistry);
    }

    /** Returns a builder; the log is required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> messages, Serializer serializer) {
        if (messages.isEmpty()) {
            return;
        }
        List<NewEvent> commit = messages.stream().map(events::toNewEvent).toList();
        AppendResult result = open.get().log().append(commit);
        result.fold(
                committed -> noted(committed, commit.size()),
                conflict -> refuse(CommitRefusedException.of(conflict), refusedEvent(conflict, messages, commit)),
                duplicate -> refuse(CommitRefusedException.of(duplicate), refusedEvent(duplicate, messages)));
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        open.get().snapshots().store(snapshots.toLoggedEvent(snapshot));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String aggregateId, long firstSequenceNumber) {
        List<LoggedEvent> loaded = loadTimer.record(() -> open.get().log().events(aggregateId, firstSequenceNumber));
        return loaded == null ? Stream.empty() : loaded.stream().map(events::toDomainEventData);
    }

    /** Never blocks for events to come. Close the stream, unless it is read to its end. */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken token, boolean mayBlock) {
        OpenLog log = open.get();
        return TrackedEvents.stream(log.recent().cursor(Tokens.nextOffset(token, log.log())), events);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateId) {
        return open.get().snapshots().find(aggregateId).map(snapshots::toDomainEventData).stream();
    }

    /** Deserializes the snapshot at once: one that can't be read must not keep its aggregate from being loaded. */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateId) {
        try {
            return super.readSnapshot(aggregateId).filter(KafkaEventStorageEngine::isReadable);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "The snapshot of aggregate {} can't be read; it is loaded from its events instead.",
                    aggregateId,
                    e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateId) {
        long last = open.get().log().lastSequenceNumber(aggregateId);
        return last == LogState.NO_EVENTS ? Optional.empty() : Optional.of(last);
    }

    @Override
    public TrackingToken createTailToken() {
        return Tokens.before(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return Tokens.before(open.get().log().position());
    }

    @Override
    public TrackingToken createTokenAt(Instant time) {
        return Tokens.before(open.get().log().offsetAt(time));
    }

    /** Returns the events as Axon's messages, each deserialized when its reader asks for it. */
    Iterator<TrackedEventMessage<?>> messages(List<LogRecord.Event> logged) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        logged.stream().map(events::toTrackedEventData), getEventSerializer(), upcasterChain)
                .iterator();
    }

    OpenLog openLog() {
        return open.get();
    }

    private static boolean isReadable(DomainEventMessage<?> snapshot) {
        if (snapshot.getPayload() instanceof UnknownSerializedType) {
            LOG.warn(
                    "The snapshot of aggregate {} has an unknown type; it is loaded from its events instead.",
                    snapshot.getAggregateIdentifier());
            return false;
        }
        return true;
    }

    private static AppendResult noted(AppendResult.Committed committed, int events) {
        Commit.note(committed.firstOffset(), committed.firstOffset() + events - 1);
        return committed;
    }

    private AppendResult refuse(CommitRefusedException refusal, EventMessage<?> refused) {
        handlePersistenceException(refusal, refused);
        throw new IllegalStateException("A refused commit must end in an exception.", refusal);
    }

    private static EventMessage<?> refusedEvent(
            AppendResult.SequenceConflict conflict, List<? extends EventMessage<?>> messages, List<NewEvent> commit) {
        for (int i = 0; i < commit.size(); i++) {
            LoggedEvent event = commit.get(i).event();
            if (event.sequenceNumber() == conflict.sequenceNumber()
                    && event.aggregateId().equals(conflict.aggregateId())) {
                return messages.get(i);
            }
        }
        return messages.get(0);
    }

    private static EventMessage<?> refusedEvent(
            AppendResult.DuplicateEvent duplicate, List<? extends EventMessage<?>> messages) {
        return messages.stream()
                .<EventMessage<?>>map(message -> message)
                .filter(message -> message.getIdentifier().equals(duplicate.eventId()))
                .findFirst()
                .orElse(messages.get(0));
    }

    /** Builds an engine. Without serializers it takes Axon's default, as Axon's own engines do. */
    public static final class Builder extends AbstractEventStorageEngine.Builder {

        private @Nullable Supplier<OpenLog> log;
        private MeterRegistry meterRegistry = new CompositeMeterRegistry();

        private Builder() {
            super.persistenceExceptionResolver(CommitRefusedException.class::isInstance);
        }

        /** Sets where to find the log when it is needed; it need not be open before. */
        public Builder log(Supplier<OpenLog> log) {
            this.log = log;
            return this;
        }

        /** Sets where the time that loads take is recorded; nowhere by default. */
        public Builder meterRegistry(MeterRegistry meterRegistry) {
            this.meterRegistry = meterRegistry;
            return this;
        }

        @Override
        public Builder eventSerializer(Serializer serializer) {
            super.eventSerializer(serializer);
            return this;
        }

        @Override
        public Builder snapshotSerializer(Serializer serializer) {
            super.snapshotSerializer(serializer);
            return this;
        }

        @Override
        public Builder upcasterChain(EventUpcaster upcasterChain) {
            super.upcasterChain(upcasterChain);
            return this;
        }

        @Override
        public Builder snapshotFilter(SnapshotFilter snapshotFilter) {
            super.snapshotFilter(snapshotFilter);
            return this;
        }

        /** Replaces the rule by which a refused commit counts as a conflict. Only Axon's own tests have a use for it. */
        @Override
        public Builder persistenceExceptionResolver(PersistenceExceptionResolver resolver) {
            super.persistenceExceptionResolver(resolver);
            return this;
        }

        /** Returns the engine. */
        public KafkaEventStorageEngine build() {
            return new KafkaEventStorageEngine(this);
        }

        private Supplier<OpenLog> checkedLog() {
            assertNonNull(log, "The log is a hard requirement of the KafkaEventStorageEngine: give it with log(...)");
            return requireNonNull(log);
        }
    }
}
