package io.myelin.retry.parking;

import io.myelin.retry.parking.AttemptTable.LatestFailure;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.ThrowableCause;

/** Hands a leased sequence's letters to somebody's task, one after the other, until that one puts one back. */
record LetterProcessing(Database database, Leases leases, QueuedLetters letters) {

    /** Answers whether the task let all letters of the sequence go. */
    boolean processAll(
            Lease first, Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        Optional<Lease> lease = Optional.of(first);
        while (lease.isPresent()) {
            Lease held = lease.get();
            QueuedLetter letter = database.fetch(connection -> letters.at(connection, held.id(), held.index()))
                    .orElseThrow(() -> new LeaseLostException(held));
            EnqueueDecision<EventMessage<?>> decision = decide(held, letter, task);
            if (decision.shouldEnqueue()) {
                database.run(connection -> putBack(connection, held, letter, decision));
                return false;
            }
            lease = database.fetch(connection -> leases.succeed(connection, held));
        }
        return true;
    }

    private EnqueueDecision<EventMessage<?>> decide(
            Lease held,
            QueuedLetter letter,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        try {
            return task.apply(letter);
        } catch (RuntimeException | Error e) {
            database.run(connection -> leases.giveBack(connection, held, Duration.ZERO));
            throw e;
        }
    }

    private void putBack(
            Connection connection, Lease held, QueuedLetter letter, EnqueueDecision<EventMessage<?>> decision) {
        DeadLetter<? extends EventMessage<?>> updated = decision.withDiagnostics(letter);
        ThrowableCause cause =
                decision.enqueueCause().map(ThrowableCause::asCause).orElse(null);
        Instant now = leases.lot().now();
        if (!leases.lot().tables().leases().release(connection, held, now)) {
            throw new LeaseLostException(held);
        }
        Optional.<Cause>ofNullable(cause)
                .or(letter::cause)
                .ifPresentOrElse(
                        known -> leases.lot().tables().attempts().note(connection, held, new LatestFailure(known, now)),
                        () -> leases.lot().tables().attempts().forget(connection, held));
        letters.diagnose(connection, updated);
    }
}
