package io.myelin.store.kafka.axon;

import static io.myelin.store.kafka.axon.TestMessages.event;
import static io.myelin.store.kafka.axon.TestMessages.events;
import static io.myelin.store.kafka.axon.TestMessages.plainEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an event stream promises its reader, on any log. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
abstract class EventStreamContract {

    private static final String ORDER = "order-1";

    private OpenLog log;
    private KafkaEventStore store;

    /** Returns an open log without events, a new one for every test, whose ring holds about ten events. */
    protected abstract OpenLog emptyLog() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        log = emptyLog();
        store = storeWith(stream -> stream);
    }

    @Test
    void a_stream_without_token_begins_at_the_first_event() throws Exception {
        store.publish(events(ORDER, 3));

        assertThat(payloads(take(3, null))).containsExactly("order-1#0", "order-1#1", "order-1#2");
    }

    @Test
    void a_stream_goes_on_after_its_token() throws Exception {
        store.publish(events(ORDER, 5));
        TrackingToken second = take(2, null).get(1).trackingToken();

        assertThat(payloads(take(3, second))).containsExactly("order-1#2", "order-1#3", "order-1#4");
    }

    @Test
    void events_are_domain_events_only_if_an_aggregate_published_them() throws Exception {
        store.publish(event(ORDER, 7), plainEvent("closed"));

        List<TrackedEventMessage<?>> read = take(2, null);

        assertThat(read.get(0)).isInstanceOfSatisfying(DomainEventMessage.class, event -> {
            assertThat(event.getAggregateIdentifier()).isEqualTo(ORDER);
            assertThat(event.getSequenceNumber()).isEqualTo(7);
            assertThat(event.getType()).isEqualTo("Order");
        });
        assertThat(read.get(1)).isNotInstanceOf(DomainEventMessage.class);
        assertThat(read.get(1).getPayload()).isEqualTo("closed");
    }

    @Test
    void an_event_is_read_as_it_was_published() throws Exception {
        EventMessage<?> published = event(ORDER, 0).andMetaData(Map.of("user", "ann", "attempt", 3));
        store.publish(published);

        TrackedEventMessage<?> read = take(1, null).get(0);

        assertThat(read.getIdentifier()).isEqualTo(published.getIdentifier());
        assertThat(read.getTimestamp()).isEqualTo(published.getTimestamp());
        assertThat(read.getMetaData()).containsExactlyInAnyOrderEntriesOf(published.getMetaData());
    }

    @Test
    void a_reader_that_waits_gets_the_next_event() throws Exception {
        try (TrackingEventStream stream = store.openStream(null)) {
            CompletableFuture<TrackedEventMessage<?>> next = CompletableFuture.supplyAsync(() -> next(stream));

            store.publish(event(ORDER, 0));

            assertThat(next.get(30, TimeUnit.SECONDS).getPayload()).isEqualTo("order-1#0");
        }
    }

    @Test
    void a_callback_comes_once_the_event_can_be_read() {
        try (TrackingEventStream stream = store.openStream(null)) {
            List<Boolean> available = new ArrayList<>();
            assertThat(stream.setOnAvailableCallback(() -> available.add(stream.hasNextAvailable())))
                    .isTrue();

            store.publish(event(ORDER, 0));

            assertThat(available).containsExactly(true);
        }
    }

    @Test
    void a_callback_that_is_set_late_comes_at_once() {
        store.publish(event(ORDER, 0));
        try (TrackingEventStream stream = store.openStream(null)) {
            AtomicInteger calls = new AtomicInteger();

            stream.setOnAvailableCallback(calls::incrementAndGet);

            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void peeking_does_not_move_the_stream() {
        store.publish(events(ORDER, 2));
        try (TrackingEventStream stream = store.openStream(null)) {
            assertThat(stream.peek()).isEqualTo(stream.peek()).isPresent();

            assertThat(next(stream).getPayload()).isEqualTo("order-1#0");
            assertThat(next(stream).getPayload()).isEqualTo("order-1#1");
            assertThat(stream.peek()).isEmpty();
        }
    }

    @Test
    void a_reader_asks_in_vain_for_as_long_as_it_says() throws Exception {
        try (TrackingEventStream stream = store.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            assertThat(stream.hasNextAvailable(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void a_stream_reads_on_from_the_log_when_events_have_left_memory() throws Exception {
        try (TrackingEventStream stream = store.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            IntStream.range(0, 30).forEach(i -> store.publish(event(ORDER, i)));

            List<String> read = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                read.add((String) next(stream).getPayload());
            }

            assertThat(read)
                    .isEqualTo(
                            IntStream.range(0, 30).mapToObj(i -> "order-1#" + i).toList());
            assertThat(stream.hasNextAvailable()).isFalse();
        }
    }

    @Test
    void many_streams_read_the_same_events_while_they_are_appended() {
        List<CompletableFuture<List<String>>> readers = IntStream.range(0, 4)
                .<CompletableFuture<List<String>>>mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> payloads(take(200, null))))
                .toList();

        IntStream.range(0, 100).forEach(i -> store.publish(event(ORDER, 2L * i), event(ORDER, 2L * i + 1)));

        List<String> all = IntStream.range(0, 200).mapToObj(i -> "order-1#" + i).toList();
        assertThat(readers)
                .allSatisfy(
                        reader -> assertThat(reader.get(50, TimeUnit.SECONDS)).isEqualTo(all));
    }

    @Test
    void closing_a_stream_releases_its_reader() {
        TrackingEventStream stream = store.openStream(null);
        CompletableFuture<TrackedEventMessage<?>> next = CompletableFuture.supplyAsync(() -> next(stream));

        stream.close();

        assertThatThrownBy(() -> next.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(stream::nextAvailable).hasMessageContaining("closed");
    }

    @Test
    void a_closed_stream_has_nothing_and_calls_nobody() {
        TrackingEventStream stream = store.openStream(null);
        AtomicInteger calls = new AtomicInteger();
        stream.setOnAvailableCallback(calls::incrementAndGet);

        stream.close();
        store.publish(event(ORDER, 0));

        assertThat(stream.hasNextAvailable()).isFalse();
        assertThat(calls).hasValue(0);
    }

    @Test
    void all_streams_end_with_the_store() {
        TrackingEventStream stream = store.openStream(null);
        CompletableFuture<TrackedEventMessage<?>> next = CompletableFuture.supplyAsync(() -> next(stream));

        log.recent().close();

        assertThatThrownBy(() -> next.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_token_of_a_replay_counts_as_the_place_that_the_replay_has_reached() throws Exception {
        store.publish(events(ORDER, 4));
        List<TrackedEventMessage<?>> read = take(4, null);
        TrackingToken replay = ReplayToken.createReplayToken(
                read.get(3).trackingToken(), read.get(0).trackingToken());

        assertThat(payloads(take(1, replay))).containsExactly("order-1#1");
    }

    @Test
    void head_tail_and_time_lead_to_the_right_events() throws Exception {
        store.publish(events(ORDER, 2));

        assertThat(payloads(take(1, store.createTailToken()))).containsExactly("order-1#0");
        TrackingToken head = store.createHeadToken();
        store.publish(event(ORDER, 2));
        assertThat(payloads(take(1, head))).containsExactly("order-1#2");
        assertThat(payloads(take(1, store.createTokenSince(Duration.ofHours(1)))))
                .containsExactly("order-1#0");
    }

    @Test
    void a_token_beyond_the_end_of_the_log_is_refused() {
        store.publish(events(ORDER, 2));
        long end = log.log().end();

        assertThatThrownBy(() -> store.openStream(new GlobalSequenceTrackingToken(end + 100)))
                .isInstanceOf(ForeignTokenException.class)
                .hasMessageContaining("" + (end + 100))
                .hasMessageContaining("replay");
    }

    @Test
    void a_token_of_another_event_store_is_refused() {
        assertThatThrownBy(() -> store.openStream(GapAwareTrackingToken.newInstance(3, List.of())))
                .isInstanceOf(ForeignTokenException.class)
                .hasMessageContaining("GapAwareTrackingToken");
    }

    @Test
    void an_upcaster_may_drop_and_multiply_events() {
        store = storeWith(stream -> stream.flatMap(
                event -> event.getSequenceNumber().orElse(0L) % 2 == 0 ? Stream.empty() : Stream.of(event, event)));
        store.publish(events(ORDER, 4));

        assertThat(payloads(take(4, null)))
                .isEqualTo(Arrays.asList("order-1#1", "order-1#1", "order-1#3", "order-1#3"));
    }

    private KafkaEventStore storeWith(EventUpcaster upcaster) {
        return KafkaEventStore.builder()
                .storageEngine(KafkaEventStorageEngine.builder()
                        .log(() -> log)
                        .eventSerializer(JacksonSerializer.defaultSerializer())
                        .snapshotSerializer(JacksonSerializer.defaultSerializer())
                        .upcasterChain(upcaster)
                        .build())
                .build();
    }

    private List<TrackedEventMessage<?>> take(int count, @Nullable TrackingToken token) {
        try (TrackingEventStream stream = store.openStream(token)) {
            List<TrackedEventMessage<?>> events = new ArrayList<>();
            while (events.size() < count) {
                events.add(next(stream));
            }
            return events;
        }
    }

    private static TrackedEventMessage<?> next(TrackingEventStream stream) {
        try {
            return stream.nextAvailable();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> payloads(List<TrackedEventMessage<?>> events) {
        return events.stream().map(event -> (String) event.getPayload()).toList();
    }
}
