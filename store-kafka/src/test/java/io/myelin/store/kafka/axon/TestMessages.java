package io.myelin.store.kafka.axon;

import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;

/** Messages as Axon's aggregates publish them. */
final class TestMessages {

    private TestMessages() {}

    static DomainEventMessage<String> event(String aggregateId, long sequenceNumber) {
        return new GenericDomainEventMessage<>(
                "Order", aggregateId, sequenceNumber, aggregateId + "#" + sequenceNumber);
    }

    static List<DomainEventMessage<String>> events(String aggregateId, int count) {
        return LongStream.range(0, count).mapToObj(i -> event(aggregateId, i)).toList();
    }

    static EventMessage<String> plainEvent(String payload) {
        return new GenericEventMessage<>(payload);
    }
}
