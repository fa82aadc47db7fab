package io.myelin.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InMemoryEventStoreTest {

    private final InMemoryEventStore store = InMemoryEventStore.create();

    @Test
    void a_stream_goes_on_after_its_token() throws InterruptedException {
        store.publish(event("a", 0), event("a", 1), event("b", 0));

        TrackedEventMessage<?> first = store.openStream(null).nextAvailable();
        BlockingStream<TrackedEventMessage<?>> rest = store.openStream(first.trackingToken());

        assertThat(rest.nextAvailable().getPayload()).isEqualTo("a 1");
        assertThat(rest.nextAvailable().getPayload()).isEqualTo("b 0");
        assertThat(rest.hasNextAvailable()).isFalse();
    }

    @Test
    void a_stream_calls_back_when_events_are_committed_and_not_before() {
        AtomicInteger calls = new AtomicInteger();
        BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null);
        assertThat(stream.setOnAvailableCallback(calls::incrementAndGet)).isTrue();
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("command"));
        store.publish(event("a", 0));
        assertThat(calls).hasValue(0);

        work.commit();

        assertThat(calls).hasValue(1);
        assertThat(stream.hasNextAvailable()).isTrue();
    }

    @Test
    void a_closed_stream_is_not_called_back() {
        AtomicInteger calls = new AtomicInteger();
        BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null);
        stream.setOnAvailableCallback(calls::incrementAndGet);
        stream.close();

        store.publish(event("a", 0));

        assertThat(calls).hasValue(0);
    }

    @Test
    void who_waits_for_an_event_gets_it() throws Exception {
        BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null);
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> next(stream));

        store.publish(event("a", 0));

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("a 0");
    }

    @Test
    void an_aggregate_is_read_back() {
        store.publish(event("a", 0), event("b", 0), event("a", 1));

        assertThat(store.readEvents("a").asStream().map(event -> (Object) event.getPayload()))
                .containsExactly("a 0", "a 1");
    }

    private static Object next(BlockingStream<TrackedEventMessage<?>> stream) {
        try {
            return stream.nextAvailable().getPayload();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EventMessage<?> event(String aggregate, long sequenceNumber) {
        return new GenericDomainEventMessage<>("Test", aggregate, sequenceNumber, aggregate + " " + sequenceNumber);
    }
}
