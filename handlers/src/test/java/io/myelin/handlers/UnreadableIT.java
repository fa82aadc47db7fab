package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.InMemoryEventStore;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedMessage;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UnreadableIT {

    private final Shop shop = new Shop();

    @OnEachDatabase
    void an_event_with_a_broken_payload_is_kept_with_its_followers_and_not_skipped(TestDatabase database) {
        CounterProjection.createTable(database);
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        shop.count("a", "b");
        try (MyelinApplication app = shop.start(projections)) {
            shop.store.publish(broken("b", 1, app.configuration().eventSerializer()));
            shop.countTimes(2, "a");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).contains("a|2"));
            assertThat(database.rows("select counter, n from counted where counter = 'a' order by id"))
                    .isEqualTo(rows("a", 3));
            assertThat(database.rows("select sequence_id, event_type, aggregate_seq from retry_letter"))
                    .containsExactly("b|counted|1");
        }
    }

    @OnEachDatabase
    void events_that_the_store_cannot_make_out_stop_the_line_and_are_named(TestDatabase database) {
        CounterProjection.createTable(database);
        AtomicBoolean known = new AtomicBoolean();
        Shop shop = new Shop(InMemoryEventStore.over(new PickyEngine(known)));
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");
            eventually(x -> assertThat(projections.status("counters").problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("from-the-future")));
            assertThat(database.rows(CounterProjection.ROWS)).isEmpty();
            known.set(true);

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 1)));
            assertThat(projections.status("counters").problem()).isEmpty();
        }
    }

    /** An engine that, as one whose serializer meets an unknown name, fails while it reads. */
    private static final class PickyEngine extends InMemoryEventStorageEngine {
        private final AtomicBoolean known;

        PickyEngine(AtomicBoolean known) {
            this.known = known;
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(TrackingToken token, boolean mayBlock) {
            return super.readEvents(token, mayBlock).peek(event -> {
                if (!known.get()) {
                    throw new IllegalStateException("Nothing is registered under the name 'from-the-future'.");
                }
            });
        }
    }

    private static EventMessage<?> broken(String counter, long sequenceNumber, Serializer serializer) {
        SimpleSerializedObject<byte[]> payload =
                new SimpleSerializedObject<>("{".getBytes(UTF_8), byte[].class, "counted", "1");
        byte[] metaData =
                serializer.serialize(MetaData.emptyInstance(), byte[].class).getData();
        SerializedMessage<Object> message = new SerializedMessage<>(
                "event-" + counter, payload, new SerializedMetaData<>(metaData, byte[].class), serializer);
        return new GenericDomainEventMessage<>("Counter", counter, sequenceNumber, message, Instant.now());
    }
}
