package io.myelin.store.kafka.axon;

import static io.myelin.store.kafka.axon.TestMessages.event;
import static io.myelin.store.kafka.axon.TestMessages.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.Commit;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the event store makes of a unit of work, on any log. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
abstract class EventStoreContract {

    private static final String ORDER = "order-1";
    private static final String CUSTOMER = "customer-1";

    private final List<ValidGroup> groups = new CopyOnWriteArrayList<>();
    private OpenLog log;
    private KafkaEventStore store;

    /** Returns an open log without events, a new one for every test. */
    protected abstract OpenLog emptyLog() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        log = emptyLog();
        log.log().onValid(groups::add);
        store = KafkaEventStore.builder()
                .storageEngine(KafkaEventStorageEngine.builder()
                        .log(() -> log)
                        .eventSerializer(JacksonSerializer.defaultSerializer())
                        .snapshotSerializer(JacksonSerializer.defaultSerializer())
                        .build())
                .build();
    }

    @Test
    void a_unit_of_work_over_two_aggregates_is_one_commit() {
        DefaultUnitOfWork.startAndGet(null).execute(() -> {
            store.publish(event(ORDER, 0));
            store.publish(event(CUSTOMER, 0), event(ORDER, 1));
        });

        assertThat(commitIds()).hasSize(1);
        assertThat(payloads(ORDER)).containsExactly("order-1#0", "order-1#1");
        assertThat(payloads(CUSTOMER)).containsExactly("customer-1#0");
    }

    @Test
    void a_unit_of_work_tells_where_its_commit_stands() {
        store.publish(event(CUSTOMER, 0));
        UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.execute(() -> store.publish(event(ORDER, 0), event(ORDER, 1)));

        long first = groups.get(1).base();
        assertThat(Commit.asMetaData(unitOfWork).get(Commit.METADATA_KEY))
                .hasToString(new Commit(first, first + 1).toString());
    }

    @Test
    void a_nested_unit_of_work_belongs_to_the_outer_ones_commit() {
        DefaultUnitOfWork.startAndGet(null).execute(() -> {
            store.publish(event(ORDER, 0));
            DefaultUnitOfWork.startAndGet(null).execute(() -> store.publish(event(CUSTOMER, 0)));
        });

        assertThat(commitIds()).hasSize(1);
        assertThat(payloads(CUSTOMER)).containsExactly("customer-1#0");
    }

    @Test
    void events_that_are_published_while_the_commit_is_prepared_belong_to_it() {
        store.subscribe(published -> {
            if (published.get(0).getPayload().equals("order-1#0")) {
                store.publish(event(CUSTOMER, 0));
            }
        });

        DefaultUnitOfWork.startAndGet(null).execute(() -> store.publish(event(ORDER, 0)));

        assertThat(commitIds()).hasSize(1);
        assertThat(payloads(CUSTOMER)).containsExactly("customer-1#0");
    }

    @Test
    void nothing_is_appended_if_a_handler_fails_while_the_commit_is_prepared() {
        store.subscribe(published -> {
            throw new IllegalStateException("no");
        });
        UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
        store.publish(event(ORDER, 0));

        assertThatThrownBy(unitOfWork::commit).hasMessage("no");
        assertThat(groups).isEmpty();
        assertThat(payloads(ORDER)).isEmpty();
    }

    @Test
    void a_refused_commit_undoes_what_else_the_unit_of_work_would_commit() {
        store.publish(events(ORDER, 2));
        List<String> done = new ArrayList<>();
        UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.onCommit(u -> done.add("transaction committed"));
        unitOfWork.onRollback(u -> done.add("rolled back"));
        store.publish(event(ORDER, 1), event(CUSTOMER, 0));

        assertThatThrownBy(unitOfWork::commit).isInstanceOf(ConcurrencyException.class);

        assertThat(done).containsExactly("rolled back");
        assertThat(payloads(CUSTOMER)).isEmpty();
    }

    @Test
    void an_aggregate_that_exists_is_not_created_again() {
        store.publish(event(ORDER, 0));

        assertThatThrownBy(() -> store.publish(event(ORDER, 0)))
                .isInstanceOf(AggregateStreamCreationException.class)
                .hasMessageContaining(ORDER);
    }

    @Test
    void the_same_message_is_not_stored_twice() {
        DomainEventMessage<String> placed = event(ORDER, 3);
        store.publish(placed);

        assertThatThrownBy(() -> store.publish(placed)).isInstanceOf(ConcurrencyException.class);
        assertThat(payloads(ORDER)).hasSize(1);
    }

    @Test
    void a_blank_aggregate_identifier_is_refused_before_anything_is_stored() {
        assertThatThrownBy(() -> store.publish(event(ORDER, 0), event(" ", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("' '")
                .hasMessageContaining("Nothing was stored");
        assertThat(payloads(ORDER)).isEmpty();
    }

    @Test
    void an_aggregate_identifier_that_was_cut_in_a_character_is_refused_before_anything_is_stored() {
        String cut = "order-\uD83D";

        assertThatThrownBy(() -> store.publish(event(ORDER, 0), event(cut, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a surrogate pair")
                .hasMessageContaining("Nothing was stored");
        assertThat(payloads(ORDER)).isEmpty();
    }

    @Test
    void a_snapshot_that_cannot_be_read_is_ignored() {
        store.publish(events(ORDER, 3));
        DomainEventMessage<String> snapshot = event(ORDER, 1);
        log.snapshots().store(Unreadable.snapshot(snapshot));

        assertThat(payloads(ORDER)).containsExactly("order-1#0", "order-1#1", "order-1#2");
    }

    @Test
    void loading_begins_at_the_snapshot() {
        store.publish(events(ORDER, 3));
        store.storeSnapshot(event(ORDER, 1));

        assertThat(payloads(ORDER)).containsExactly("order-1#1", "order-1#2");
    }

    @Test
    void the_last_sequence_number_is_known_without_loading() {
        store.publish(events(ORDER, 3));

        assertThat(store.lastSequenceNumberFor(ORDER)).hasValue(2L);
        assertThat(store.lastSequenceNumberFor(CUSTOMER)).isEmpty();
    }

    private List<String> payloads(String aggregateId) {
        List<String> payloads = new ArrayList<>();
        store.readEvents(aggregateId).forEachRemaining(event -> payloads.add((String) event.getPayload()));
        return payloads;
    }

    private List<Object> commitIds() {
        return groups.stream()
                .flatMap(group -> group.records().stream())
                .<Object>map(record -> record.stamp().commitId())
                .distinct()
                .toList();
    }
}
