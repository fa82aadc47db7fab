package io.myelin.store.kafka.axon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import org.axonframework.eventhandling.DomainEventMessage;

/** Snapshots that no serializer reads. */
final class Unreadable {

    private Unreadable() {}

    static LoggedEvent snapshot(DomainEventMessage<?> message) {
        return new LoggedEvent(
                message.getIdentifier(),
                message.getType(),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                0,
                0,
                "no.such.Class",
                null,
                "{".getBytes(UTF_8),
                new byte[0]);
    }
}
