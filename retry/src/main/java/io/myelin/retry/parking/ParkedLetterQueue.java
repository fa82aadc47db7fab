package io.myelin.retry.parking;

import io.myelin.retry.DeadReason;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.parking.AttemptTable.LatestFailure;
import io.myelin.retry.parking.LeaseTable.Candidate;
import io.myelin.retry.parking.ParkingLot.Tables;
import io.myelin.retry.parking.SequenceTable.Range;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.DeadLetterQueueOverflowException;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.NoSuchDeadLetterException;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.deadletter.WrongDeadLetterTypeException;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** The group's parked sequences behind the interface of Axon's dead-letter queue. */
final class ParkedLetterQueue implements SequencedDeadLetterQueue<EventMessage<?>> {

    /** Letters read at once when a sequence is walked through; they hold their payload. */
    static final int LETTERS_PER_READ = 100;

    private final Database database;
    private final Leases leases;
    private final Runnable onParked;
    private final QueuedLetters letters;
    private final LetterProcessing processing;

    /** @param onParked told when a sequence was parked past its processor */
    ParkedLetterQueue(Database database, Leases leases, Runnable onParked) {
        this.database = database;
        this.leases = leases;
        this.onParked = onParked;
        this.letters = new QueuedLetters(leases.lot());
        this.processing = new LetterProcessing(database, leases, letters);
    }

    @Override
    public void enqueue(Object sequenceIdentifier, DeadLetter<? extends EventMessage<?>> letter) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        database.run(connection -> enqueue(connection, id, letter));
        if (CurrentUnitOfWork.isStarted()) {
            CurrentUnitOfWork.get().root().afterCommit(committed -> onParked.run());
        } else {
            onParked.run();
        }
    }

    private void enqueue(Connection connection, SequenceId id, DeadLetter<? extends EventMessage<?>> letter) {
        if (isFull(connection, id)) {
            throw new DeadLetterQueueOverflowException(
                    "Event " + letter.message().getIdentifier()
                            + " was not enqueued, because sequence '" + id.value()
                            + "' or its group holds as many letters as it may ("
                            + lot().limits() + "). Handle or evict some, or raise ParkingLimits.");
        }
        Instant at = micros(letter.enqueuedAt());
        if (!lot().append(connection, id, List.of(letter.message()), at)) {
            lot().open(connection, id, List.of(letter.message()), failedAttempt(letter), at);
        }
        letter.cause()
                .ifPresent(cause -> tables().attempts()
                        .note(
                                connection,
                                letter.message().getIdentifier(),
                                new LatestFailure(cause, micros(letter.lastTouched()))));
        letters.diagnose(connection, letter);
    }

    private static FailedAttempt failedAttempt(DeadLetter<? extends EventMessage<?>> letter) {
        Throwable failure = letter.cause()
                .map(cause -> new ThrowableCause(cause.type(), cause.message()))
                .orElseGet(() -> new ThrowableCause(DeadLetter.class.getName(), "enqueued without a cause"));
        return new FailedAttempt(failure, FailureCategory.UNKNOWN, Duration.ZERO, DeadReason.ENQUEUED);
    }

    @Override
    public void evict(DeadLetter<? extends EventMessage<?>> letter) {
        QueuedLetter queued = ours(letter);
        int evicted = database.fetch(connection -> evict(connection, queued));
        leases.metrics().evicted(evicted);
    }

    private int evict(Connection connection, QueuedLetter letter) {
        Optional<Range> range = tables().sequences().lock(connection, letter.id());
        Optional<Long> index = tables().letters()
                .indexOf(connection, letter.id(), letter.message().getIdentifier());
        if (range.isEmpty() || index.isEmpty()) {
            return 0;
        }
        tables().attempts().deleteOf(connection, letter.message().getIdentifier());
        tables().letters().delete(connection, letter.id(), index.get());
        if (range.get().letters() == 1) {
            tables().sequences().delete(connection, letter.id());
            return 1;
        }
        tables().letters().closeGap(connection, letter.id(), range.get().head(), index.get());
        tables().sequences()
                .behead(connection, letter.id(), index.get() == range.get().head(), lot().now());
        return 1;
    }

    @Override
    public void requeue(
            DeadLetter<? extends EventMessage<?>> letter,
            UnaryOperator<DeadLetter<? extends EventMessage<?>>> letterUpdater) {
        QueuedLetter queued = ours(letter);
        DeadLetter<? extends EventMessage<?>> updated =
                letterUpdater.apply(queued).markTouched();
        database.run(connection -> requeue(connection, queued, updated));
    }

    private void requeue(Connection connection, QueuedLetter letter, DeadLetter<? extends EventMessage<?>> updated) {
        String eventId = letter.message().getIdentifier();
        boolean held = tables().sequences().lock(connection, letter.id()).isPresent()
                && tables().letters().indexOf(connection, letter.id(), eventId).isPresent();
        if (!held) {
            throw new NoSuchDeadLetterException("Event " + eventId + " is not in sequence '"
                    + letter.id().value() + "' any more, so it was not requeued. It was handled or evicted meanwhile.");
        }
        Instant touchedAt = micros(updated.lastTouched());
        updated.cause()
                .ifPresent(cause -> tables().attempts().note(connection, eventId, new LatestFailure(cause, touchedAt)));
        tables().sequences().touch(connection, letter.id(), touchedAt);
        letters.diagnose(connection, updated);
    }

    @Override
    public boolean contains(Object sequenceIdentifier) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return database.fetch(connection -> tables().sequences().exists(connection, id));
    }

    @Override
    public Iterable<DeadLetter<? extends EventMessage<?>>> deadLetterSequence(Object sequenceIdentifier) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return () -> new PagedIterator<>(
                LETTERS_PER_READ,
                0L,
                fromIndex -> database.fetch(connection ->
                        tables().letters().list(connection, id, fromIndex, LETTERS_PER_READ).stream()
                                .map(letter -> new PagedIterator.Item<DeadLetter<? extends EventMessage<?>>>(
                                        letter.index() + 1, letters.of(connection, id, letter)))
                                .toList()));
    }

    @Override
    public Iterable<Iterable<DeadLetter<? extends EventMessage<?>>>> deadLetters() {
        List<SequenceId> ids = database.fetch(tables().sequences()::inOrder);
        return () -> ids.stream().map(id -> deadLetterSequence(id.value())).iterator();
    }

    @Override
    public boolean isFull(Object sequenceIdentifier) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return database.fetch(connection -> isFull(connection, id));
    }

    private boolean isFull(Connection connection, SequenceId id) {
        return tables().sequences()
                .range(connection, id)
                .map(range -> range.letters() >= lot().limits().lettersPerSequenceMax())
                .orElseGet(() ->
                        tables().sequences().count(connection) >= lot().limits().sequencesMax());
    }

    @Override
    public long size() {
        return database.fetch(tables().sequences()::letters);
    }

    @Override
    public long sequenceSize(Object sequenceIdentifier) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return database.fetch(connection ->
                tables().sequences().range(connection, id).map(Range::letters).orElse(0L));
    }

    @Override
    public long amountOfSequences() {
        return database.fetch(tables().sequences()::count);
    }

    @Override
    public boolean process(
            Predicate<DeadLetter<? extends EventMessage<?>>> sequenceFilter,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> processingTask) {
        List<Candidate> candidates =
                database.fetch(connection -> tables().leases().unleased(connection, lot().now()));
        for (Candidate candidate : candidates) {
            Optional<Lease> lease = database.fetch(connection -> letters.at(
                            connection, candidate.id(), candidate.range().head())
                    .filter(sequenceFilter)
                    .flatMap(matching -> leases.take(connection, candidate)));
            if (lease.isPresent()) {
                return processing.processAll(lease.get(), processingTask);
            }
        }
        return false;
    }

    /** Unlike all else here it is a part of Axon's contract that nobody gives a reason for; the audit says so. */
    @Override
    public void clear() {
        database.run(connection -> {
            tables().sequences().clear(connection);
            tables().attempts().clear(connection);
            int letters = tables().letters().clear(connection);
            tables().audit()
                    .insert(
                            connection,
                            new Act("SequencedDeadLetterQueue", "clear() was called"),
                            new AuditTable.Entry("RESET", "all", letters + " events"),
                            lot().now());
        });
    }

    private static QueuedLetter ours(DeadLetter<? extends EventMessage<?>> letter) {
        if (letter instanceof QueuedLetter queued) {
            return queued;
        }
        throw new WrongDeadLetterTypeException("A " + letter.getClass().getName()
                + " is not from this queue, which knows its letters by their sequence. Take one from deadLetters().");
    }

    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private ParkingLot lot() {
        return leases.lot();
    }

    private Tables tables() {
        return lot().tables();
    }
}
