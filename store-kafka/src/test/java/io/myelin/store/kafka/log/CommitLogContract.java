package io.myelin.store.kafka.log;

import static io.myelin.store.kafka.log.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.log.CommitLog.ValidReader;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every log promises to Axon's side of the store. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
public abstract class CommitLogContract {

    private static final String ORDER = "order-1";
    private static final String OTHER = "order-2";

    /** How long a reader may take for one fetch; far more than a broker on this machine needs. */
    private static final Duration FETCH = Duration.ofSeconds(10);

    private CommitLog log;

    /** Returns an open log without events. The contract closes it. */
    protected abstract CommitLog emptyLog() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = emptyLog();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void events_are_loaded_by_aggregate_in_order() {
        append(event(ORDER, 0), event(ORDER, 1));
        append(event(OTHER, 0));
        append(event(ORDER, 2));

        assertThat(ids(log.events(ORDER, 0))).containsExactly("order-1#0", "order-1#1", "order-1#2");
        assertThat(ids(log.events(ORDER, 2))).containsExactly("order-1#2");
        assertThat(log.lastSequenceNumber(ORDER)).isEqualTo(2);
    }

    @Test
    void an_event_is_loaded_as_it_was_appended() {
        NewEvent appended = event(ORDER, 0);

        append(appended);

        assertThat(log.events(ORDER, 0))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(appended.event());
    }

    @Test
    void an_unknown_aggregate_has_no_events() {
        assertThat(log.events(ORDER, 0)).isEmpty();
        assertThat(log.lastSequenceNumber(ORDER)).isEqualTo(LogState.NO_EVENTS);
    }

    @Test
    void a_commit_tells_where_it_is() {
        long first = committed(append(event(ORDER, 0), event(OTHER, 0)));
        long second = committed(append(event(ORDER, 1)));

        assertThat(second).isGreaterThan(first + 1);
        assertThat(log.position()).isEqualTo(second + 1);
        assertThat(log.end()).isGreaterThanOrEqualTo(log.position());
        assertThat(offsets(readFrom(0))).containsExactly(first, first + 1, second);
    }

    @Test
    void a_sequence_number_that_is_taken_refuses_the_whole_commit() {
        append(event(ORDER, 0));

        AppendResult refused = append(event(OTHER, 0), event("again", ORDER, 0));

        assertThat(refused).isEqualTo(new AppendResult.SequenceConflict(ORDER, 0, 0));
        assertThat(log.events(OTHER, 0)).isEmpty();
        assertThat(ids(log.events(ORDER, 0))).containsExactly("order-1#0");
    }

    @Test
    void a_sequence_number_before_the_last_one_is_refused_even_if_it_is_free() {
        append(event(ORDER, 5));

        assertThat(append(event(ORDER, 3))).isEqualTo(new AppendResult.SequenceConflict(ORDER, 3, 5));
    }

    @Test
    void sequence_numbers_may_leave_gaps() {
        append(event(ORDER, 1));

        committed(append(event(ORDER, 7)));

        assertThat(log.lastSequenceNumber(ORDER)).isEqualTo(7);
    }

    @Test
    void a_sequence_number_twice_in_one_commit_is_refused() {
        AppendResult refused = append(event("a", ORDER, 1), event("b", ORDER, 1));

        assertThat(refused).isEqualTo(new AppendResult.SequenceConflict(ORDER, 1, 1));
        assertThat(log.events(ORDER, 0)).isEmpty();
    }

    @Test
    void an_event_identifier_that_is_in_the_log_is_refused() {
        append(event("same", ORDER, 0));

        assertThat(append(event("same", OTHER, 0))).isEqualTo(new AppendResult.DuplicateEvent("same"));
        assertThat(log.events(OTHER, 0)).isEmpty();
    }

    @Test
    void an_event_identifier_twice_in_one_commit_is_refused() {
        AppendResult refused = append(event("same", ORDER, 0), event("same", OTHER, 0));

        assertThat(refused).isEqualTo(new AppendResult.DuplicateEvent("same"));
        assertThat(log.events(ORDER, 0)).isEmpty();
    }

    @Test
    void a_commit_without_events_is_the_callers_mistake() {
        assertThatThrownBy(this::append).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_listener_has_heard_of_a_commit_before_its_caller_is_answered() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        log.onValid(group -> heard.addAll(offsets(group.records())));

        long offset = committed(append(event(ORDER, 0), event(ORDER, 1)));

        assertThat(heard).containsExactly(offset, offset + 1);
    }

    @Test
    void a_listener_is_called_after_the_events_can_be_loaded() {
        List<String> seen = new CopyOnWriteArrayList<>();
        log.onValid(group -> seen.addAll(ids(log.events(ORDER, 0))));

        append(event(ORDER, 0));

        assertThat(seen).containsExactly("order-1#0");
    }

    @Test
    void a_closed_subscription_hears_nothing_more() {
        List<ValidGroup> heard = new CopyOnWriteArrayList<>();
        CommitLog.Subscription subscription = log.onValid(heard::add);
        append(event(ORDER, 0));

        subscription.close();
        append(event(ORDER, 1));

        assertThat(heard).hasSize(1);
    }

    @Test
    void of_many_that_claim_the_same_place_exactly_one_is_committed() throws Exception {
        int callers = 8;
        int rounds = 20;

        for (int round = 0; round < rounds; round++) {
            int sequenceNumber = round;
            List<Callable<AppendResult>> claims = IntStream.range(0, callers)
                    .<Callable<AppendResult>>mapToObj(
                            caller -> () -> append(event(sequenceNumber + "/" + caller, ORDER, sequenceNumber)))
                    .toList();
            assertThat(inParallel(claims))
                    .filteredOn(AppendResult.Committed.class::isInstance)
                    .hasSize(1);
        }

        assertThat(log.events(ORDER, 0)).hasSize(rounds);
    }

    @Test
    void listeners_and_readers_see_what_many_callers_appended_in_one_order() throws Exception {
        List<Long> heard = new CopyOnWriteArrayList<>();
        log.onValid(group -> heard.addAll(offsets(group.records())));

        List<Callable<AppendResult>> commits = IntStream.range(0, 200)
                .<Callable<AppendResult>>mapToObj(i -> () -> append(event("a" + i, 0), event("b" + i, 0)))
                .toList();
        assertThat(inParallel(commits)).allMatch(AppendResult.Committed.class::isInstance);

        assertThat(heard).isSorted().doesNotHaveDuplicates().hasSize(400);
        assertThat(offsets(readFrom(0))).isEqualTo(heard);
    }

    @Test
    void a_reader_may_begin_anywhere_and_gets_all_from_there_on() {
        append(event(ORDER, 0), event(ORDER, 1), event(ORDER, 2));
        append(event(ORDER, 3));
        List<Long> all = offsets(readFrom(0));

        for (long from : all) {
            assertThat(offsets(readFrom(from)))
                    .isEqualTo(all.stream().filter(offset -> offset >= from).toList());
        }
        assertThat(readFrom(log.position())).isEmpty();
    }

    @Test
    void a_reader_goes_on_where_it_was() throws Exception {
        append(event(ORDER, 0), event(ORDER, 1));
        try (ValidReader reader = log.readFrom(0)) {
            assertThat(ids(drain(reader, 1))).containsExactly("order-1#0", "order-1#1");
            assertThat(reader.poll(10, Duration.ZERO)).isEmpty();
            assertThat(reader.position()).isEqualTo(log.position());

            append(event(ORDER, 2));

            assertThat(ids(drain(reader, 1))).containsExactly("order-1#2");
        }
    }

    @Test
    void a_time_leads_to_the_first_record_that_is_not_before_it() {
        long first = committed(append(event("a", ORDER, 0, TestEvents.TIME)));
        long second = committed(append(event("b", ORDER, 1, TestEvents.TIME.plusSeconds(10))));
        append(event("c", ORDER, 2, TestEvents.TIME.plusSeconds(5)));

        assertThat(log.offsetAt(TestEvents.TIME.minusSeconds(1))).isLessThanOrEqualTo(first);
        assertThat(log.offsetAt(TestEvents.TIME.plusSeconds(1))).isEqualTo(second);
        assertThat(log.offsetAt(TestEvents.TIME.plusSeconds(11))).isEqualTo(log.position());
    }

    @Test
    void a_closed_log_stores_nothing_and_says_so() {
        log.close();
        log.close();

        assertThatThrownBy(() -> append(event(ORDER, 0))).isInstanceOf(CommitNotStoredException.class);
    }

    private AppendResult append(NewEvent... events) {
        return log.append(List.of(events));
    }

    private static long committed(AppendResult result) {
        assertThat(result).isInstanceOf(AppendResult.Committed.class);
        return ((AppendResult.Committed) result).firstOffset();
    }

    private List<LogRecord.Event> readFrom(long offset) {
        try (ValidReader reader = log.readFrom(offset)) {
            return drain(reader, 2).records();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads by few events at a time until the reader has all that is there. */
    private Drained drain(ValidReader reader, int eventsMax) throws InterruptedException {
        List<LogRecord.Event> records = new ArrayList<>();
        while (reader.position() < log.position()) {
            records.addAll(reader.poll(eventsMax, FETCH));
        }
        return new Drained(records);
    }

    private static List<Long> offsets(List<LogRecord.Event> records) {
        return records.stream()
                .flatMapToLong(record -> LongStream.of(record.offset()))
                .boxed()
                .toList();
    }

    private static List<String> ids(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::eventId).toList();
    }

    private static List<String> ids(Drained drained) {
        return ids(drained.records().stream().map(LogRecord.Event::event).toList());
    }

    private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private record Drained(List<LogRecord.Event> records) {}
}
