package io.myelin.retry.parking;

import io.myelin.retry.parking.AttemptTable.LatestFailure;
import io.myelin.retry.parking.LetterTable.Numbered;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.serialization.SerializedObject;

/** Reads parked events as letters of Axon's queue, and writes what that one notes about them. */
record QueuedLetters(ParkingLot lot) {

    /** Returns the letter at a place, if there is one. */
    Optional<QueuedLetter> at(Connection connection, SequenceId id, long index) {
        return lot.tables().letters().list(connection, id, index, 1).stream()
                .map(letter -> of(connection, id, letter))
                .findFirst();
    }

    QueuedLetter of(Connection connection, SequenceId id, Numbered numbered) {
        Optional<LatestFailure> failure = lot.tables()
                .attempts()
                .latestFailure(connection, numbered.letter().eventId());
        return new QueuedLetter(
                id,
                eventOf(numbered.letter()),
                failure.map(LatestFailure::cause),
                numbered.parkedAt(),
                failure.map(LatestFailure::at).orElse(numbered.parkedAt()),
                numbered.diagnostics().map(this::metaData).orElse(MetaData.emptyInstance()),
                lot.clock());
    }

    private EventMessage<?> eventOf(Letter letter) {
        List<EventMessage<?>> events = lot.codec().decode(letter);
        if (events.size() != 1) {
            throw new IllegalStateException(
                    "Upcasters turn event " + letter.eventId() + " into " + events.size()
                            + " events, which Axon's dead-letter queue can't show as one letter. Redrive its sequence instead.");
        }
        return events.get(0);
    }

    void diagnose(Connection connection, DeadLetter<? extends EventMessage<?>> letter) {
        if (!letter.diagnostics().isEmpty()) {
            byte[] bytes = lot.codec()
                    .serializer()
                    .serialize(letter.diagnostics(), byte[].class)
                    .getData();
            lot.tables().letters().diagnose(connection, letter.message().getIdentifier(), bytes);
        }
    }

    private MetaData metaData(SerializedObject<byte[]> diagnostics) {
        return lot.codec().serializer().deserialize(diagnostics);
    }
}
