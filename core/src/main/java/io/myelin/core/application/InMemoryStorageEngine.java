package io.myelin.core.application;

import io.myelin.core.Commit;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.AbstractDomainEventEntry;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngine;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in memory as a durable store would: as JSON, so that what cannot be stored is refused here too and
 * upcasters run, and with the same check for conflicts. (Axon's own one keeps the objects and lets two writers
 * append the same sequence number.)
 */
final class InMemoryStorageEngine extends AbstractEventStorageEngine {

    private final ConcurrentNavigableMap<Long, Stored> log = new ConcurrentSkipListMap<>();
    private final Map<String, NavigableMap<Long, Stored>> streams = new ConcurrentHashMap<>();
    private final Map<String, Stored> snapshots = new ConcurrentHashMap<>();
    private final Set<String> identifiers = new HashSet<>();

    private InMemoryStorageEngine(Builder builder) {
        super(builder);
    }

    static InMemoryStorageEngine of(Configuration c) {
        return new InMemoryStorageEngine(new Builder(c));
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        List<Stored> commit =
                events.stream().map(event -> new Stored(event, serializer)).toList();
        synchronized (log) {
            check(commit);
            long first = log.isEmpty() ? 0 : log.lastKey() + 1;
            for (Stored event : commit) {
                identifiers.add(event.getEventIdentifier());
                streams.computeIfAbsent(event.getAggregateIdentifier(), id -> new ConcurrentSkipListMap<>())
                        .put(event.getSequenceNumber(), event);
                log.put(log.isEmpty() ? 0 : log.lastKey() + 1, event);
            }
            if (!commit.isEmpty()) {
                Commit.note(first, log.lastKey());
            }
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        snapshots.merge(
                snapshot.getAggregateIdentifier(),
                new Stored(snapshot, serializer),
                (old, added) -> old.getSequenceNumber() > added.getSequenceNumber() ? old : added);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String id, long firstSequenceNumber) {
        NavigableMap<Long, Stored> stream = streams.get(id);
        return stream == null ? Stream.empty() : stream.tailMap(firstSequenceNumber, true).values().stream();
    }

    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken after, boolean mayBlock) {
        return log.tailMap(after == null ? -1 : after.position().orElseThrow(), false).entrySet().stream()
                .map(entry -> new TrackedDomainEventData<>(token(entry.getKey()), entry.getValue()));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String id) {
        return Stream.ofNullable(snapshots.get(id));
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String id) {
        return Optional.ofNullable(streams.get(id)).map(NavigableMap::lastKey);
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return null;
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        Map.Entry<Long, Stored> last = log.lastEntry();
        return last == null ? null : token(last.getKey());
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant time) {
        return log.entrySet().stream()
                .filter(entry -> !entry.getValue().getTimestamp().isBefore(time))
                .findFirst()
                .map(entry -> entry.getKey() == 0 ? createTailToken() : token(entry.getKey() - 1))
                .orElseGet(this::createHeadToken);
    }

    private void check(List<Stored> commit) {
        Map<String, Long> ends = new HashMap<>();
        Set<String> added = new HashSet<>();
        for (Stored event : commit) {
            String id = event.getAggregateIdentifier();
            long end = ends.computeIfAbsent(
                    id, stream -> lastSequenceNumberFor(stream).orElse(-1L));
            if (event.getSequenceNumber() <= end) {
                throw conflict(event, end);
            }
            if (identifiers.contains(event.getEventIdentifier()) || !added.add(event.getEventIdentifier())) {
                throw new ConcurrencyException("Event " + event.getEventIdentifier() + " of " + id
                        + " was stored already, so nothing was stored. Give each event an identifier of its own.");
            }
            ends.put(id, event.getSequenceNumber());
        }
    }

    private static RuntimeException conflict(Stored event, long end) {
        String stream = event.getType() + " '" + event.getAggregateIdentifier() + "'";
        return event.getSequenceNumber() == 0
                ? new AggregateStreamCreationException(stream + " exists already, with events up to " + end
                        + ", so it was not created again. Use another identifier, or a command that changes it.")
                : new ConcurrencyException(stream + " already has event " + event.getSequenceNumber() + ", its last is "
                        + end + ", and nothing was stored. Load it again and repeat the command.");
    }

    private static TrackingToken token(long index) {
        return new GlobalSequenceTrackingToken(index);
    }

    private static final class Stored extends AbstractDomainEventEntry<byte[]> {

        private Stored(EventMessage<?> event, Serializer serializer) {
            super(domainEvent(event), serializer, byte[].class);
        }

        /** An event of no aggregate is a stream of its own, as in Axon's other stores. */
        private static DomainEventMessage<?> domainEvent(EventMessage<?> event) {
            return event instanceof DomainEventMessage<?> domainEvent
                    ? domainEvent
                    : new GenericDomainEventMessage<>(null, event.getIdentifier(), 0L, event, event::getTimestamp);
        }
    }

    private static final class Builder extends AbstractEventStorageEngine.Builder {

        private Builder(Configuration c) {
            eventSerializer(c.eventSerializer());
            snapshotSerializer(c.serializer());
            upcasterChain(c.upcasterChain());
            snapshotFilter(c.snapshotFilter());
        }
    }
}
