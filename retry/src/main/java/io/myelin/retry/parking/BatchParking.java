package io.myelin.retry.parking;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.LineStoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One batch of a processor, and the hand-over of sequences between it and the retry worker.
 *
 * Nothing is written to the retry tables before the batch is about to commit. Then, and in this order: followers of
 * sequences that the worker has emptied meanwhile are delivered; the rows of the others are locked, in the order of
 * their names, and letters appended; sequences that failed in this batch get their rows. So everybody locks rows of
 * projections first and rows of sequences after, and nobody waits for another in a circle.
 *
 * Invariant: a sequence's events take effect in order. An event whose sequence has a row is appended behind that row's
 * letters while the row is locked; the worker deletes a row only with the lock, and only if its last letter is done. So
 * whoever comes second sees what the first has done: the worker the new letter, or the processor that no row is left,
 * which means that all earlier events have taken effect and are committed.
 */
final class BatchParking {

    private static final Logger log = LoggerFactory.getLogger(BatchParking.class);

    private final EventDelivery delivery;
    private final Tries tries;
    private final ParkingLot lot;
    private final ParkedSet parked;

    /** Events of sequences that were parked before this batch, as far as is known; sorted, as they are locked. */
    private final Map<SequenceId, List<EventMessage<?>>> followers = new TreeMap<>();

    private final Map<SequenceId, Fresh> fresh = new TreeMap<>();
    private final Set<SequenceId> drained = new HashSet<>();
    private boolean flushed;

    BatchParking(EventDelivery delivery, Tries tries, ParkingLot lot, ParkedSet parked) {
        this.delivery = delivery;
        this.tries = tries;
        this.lot = lot;
        this.parked = parked;
    }

    /** A sequence whose first event failed in this batch, with that event and those behind it. */
    private record Fresh(FailedAttempt failed, List<EventMessage<?>> events) {}

    /** Delivers the event, or puts it aside if one before it in its sequence waits. */
    void handle(SequenceId id, EventMessage<?> event) {
        if (flushed) {
            throw new IllegalStateException(
                    "Event " + event.getIdentifier()
                            + " comes after its batch was finished, so that it could not be parked. Hand over all events first.");
        }
        take(id, event);
    }

    private void take(SequenceId id, EventMessage<?> event) {
        Fresh failedBefore = fresh.get(id);
        if (failedBefore != null) {
            failedBefore.events().add(event);
        } else if (parked.mayHold(id) && !drained.contains(id)) {
            followers.computeIfAbsent(id, key -> new ArrayList<>()).add(event);
        } else {
            deliver(id, event);
        }
    }

    /** Writes what was put aside, once; the last thing before the commit. */
    void flush(Connection connection) {
        if (flushed) {
            return;
        }
        flushed = true;
        if (!followers.isEmpty() || !fresh.isEmpty()) {
            parked.doubt();
            write(connection);
        }
    }

    private void write(Connection connection) {
        do {
            deliverDrained(connection);
        } while (!appendFollowers(connection));
        if (parked.size() + fresh.size() > lot.limits().sequencesMax()) {
            lot.checkSequences(connection, fresh.size());
        }
        fresh.forEach((id, sequence) -> lot.park(connection, id, sequence.events(), sequence.failed()));
    }

    /** The batch is committed: from now on its sequences are parked for everybody. */
    void committed() {
        tries.gate().flowed();
        tries.evidence().flowed();
        if (!fresh.isEmpty() || !followers.isEmpty() || !drained.isEmpty()) {
            parked.settle(fresh.keySet(), drained);
        }
        fresh.forEach(this::report);
    }

    private void report(SequenceId id, Fresh sequence) {
        FailedAttempt failed = sequence.failed();
        tries.metrics().attemptFailed(failed.category(), failed.deadReason());
        log.warn(
                "Event {} failed, so sequence '{}' of group '{}' is parked; {}: {}",
                sequence.events().get(0).getIdentifier(),
                id.value(),
                lot.tables().sequences().group(),
                failed.outlook(),
                failed.failure().toString());
    }

    private void deliver(SequenceId id, EventMessage<?> event) {
        Optional<FailedAttempt> failed =
                tries.run(1, Duration.ZERO, LineStoppedException.class, () -> delivery.deliver(event));
        if (failed.isPresent()) {
            tries.failed(id, failed.get());
            fresh.put(id, new Fresh(failed.get(), new ArrayList<>(List.of(event))));
        } else {
            tries.succeeded();
        }
    }

    /** A row that is gone stays gone: only this processor parks its sequences. */
    private void deliverDrained(Connection connection) {
        List<SequenceId> gone = followers.keySet().stream()
                .filter(id -> !lot.tables().sequences().exists(connection, id))
                .toList();
        for (SequenceId id : gone) {
            List<EventMessage<?>> events = requireNonNull(followers.remove(id));
            drained.add(id);
            events.forEach(event -> take(id, event));
        }
    }

    /** Answers false if a sequence was emptied meanwhile; no row is locked then, so that its events can be delivered. */
    private boolean appendFollowers(Connection connection) {
        try {
            Savepoint before = connection.setSavepoint();
            for (Map.Entry<SequenceId, List<EventMessage<?>>> sequence : followers.entrySet()) {
                if (!lot.append(connection, sequence.getKey(), sequence.getValue(), lot.now())) {
                    connection.rollback(before);
                    return false;
                }
            }
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            throw new RetryStoreException(
                    "The database lost a savepoint while followers of parked events were stored; the batch is rolled back: "
                            + e.getMessage(),
                    e);
        }
    }
}
