package io.myelin.retry.parking;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;

/** A parked event as Axon's dead-letter queue shows it. */
record QueuedLetter(
        SequenceId id,
        EventMessage<?> message,
        Optional<Cause> cause,
        Instant enqueuedAt,
        Instant lastTouched,
        MetaData diagnostics,
        Clock clock)
        implements DeadLetter<EventMessage<?>> {

    @Override
    public DeadLetter<EventMessage<?>> markTouched() {
        return new QueuedLetter(id, message, cause, enqueuedAt, clock.instant(), diagnostics, clock);
    }

    /** Axon hands in null where there is no new cause; the old one stands then. */
    @Override
    public DeadLetter<EventMessage<?>> withCause(@Nullable Throwable requeueCause) {
        Optional<Cause> newCause = requeueCause == null ? cause : Optional.of(ThrowableCause.asCause(requeueCause));
        return new QueuedLetter(id, message, newCause, enqueuedAt, clock.instant(), diagnostics, clock);
    }

    @Override
    public DeadLetter<EventMessage<?>> withDiagnostics(MetaData newDiagnostics) {
        return new QueuedLetter(id, message, cause, enqueuedAt, clock.instant(), newDiagnostics, clock);
    }
}
