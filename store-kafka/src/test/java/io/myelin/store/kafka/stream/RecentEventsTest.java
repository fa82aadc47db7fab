package io.myelin.store.kafka.stream;

import static io.myelin.store.kafka.log.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.log.InMemoryCommitLog;
import io.myelin.store.kafka.protocol.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
class RecentEventsTest {

    private static final String ORDER = "order-1";
    private static final RingLimits ROOMY = new RingLimits(100, 1_000_000);
    private static final Duration LONG = Duration.ofSeconds(15);

    private final InMemoryCommitLog log = new InMemoryCommitLog();
    private long appended;

    @Test
    void what_was_appended_after_it_began_is_in_memory() throws InterruptedException {
        append(2);
        RecentEvents recent = new RecentEvents(log, ROOMY);

        append(3);

        assertThat(offsets(recent.from(2, 10, Duration.ZERO))).containsExactly(2L, 3L, 4L);
        assertThat(offsets(recent.from(3, 1, Duration.ZERO))).containsExactly(3L);
        assertThat(recent.from(1, 10, Duration.ZERO)).isEmpty();
    }

    @Test
    void the_oldest_event_leaves_when_the_ring_has_too_many() throws InterruptedException {
        RecentEvents recent = new RecentEvents(log, new RingLimits(3, 1_000_000));

        append(5);

        assertThat(offsets(recent.from(2, 10, Duration.ZERO))).containsExactly(2L, 3L, 4L);
        assertThat(recent.from(1, 10, Duration.ZERO)).isEmpty();
    }

    @Test
    void the_oldest_event_leaves_when_the_ring_has_too_many_bytes() throws InterruptedException {
        RecentEvents recent = new RecentEvents(log, new RingLimits(100, 3 * RingLimits.EVENT_OVERHEAD_BYTES));

        append(5);

        assertThat(offsets(recent.from(3, 10, Duration.ZERO))).containsExactly(3L, 4L);
        assertThat(recent.from(2, 10, Duration.ZERO)).isEmpty();
    }

    @Test
    void an_event_larger_than_the_ring_is_left_to_the_log() throws InterruptedException {
        RecentEvents recent = new RecentEvents(log, new RingLimits(100, 1));

        append(1);

        assertThat(recent.from(0, 10, Duration.ZERO)).isEmpty();
        assertThat(recent.from(1, 10, Duration.ZERO)).hasValue(List.of());
    }

    @Test
    void one_who_waits_is_woken_by_the_next_event() throws Exception {
        RecentEvents recent = new RecentEvents(log, ROOMY);
        CompletableFuture<List<Long>> woken = CompletableFuture.supplyAsync(() -> offsets(fromOrFail(recent, 0)));

        append(1);

        assertThat(woken.get(10, TimeUnit.SECONDS)).containsExactly(0L);
    }

    @Test
    void closing_wakes_those_that_wait() throws Exception {
        RecentEvents recent = new RecentEvents(log, ROOMY);
        CompletableFuture<List<Long>> woken = CompletableFuture.supplyAsync(() -> offsets(fromOrFail(recent, 0)));

        recent.close();

        assertThat(woken.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(recent.isClosed()).isTrue();
    }

    @Test
    void a_callback_finds_the_event_that_it_is_called_for() {
        RecentEvents recent = new RecentEvents(log, ROOMY);
        List<List<Long>> found = new ArrayList<>();
        recent.onAvailable(() -> found.add(offsets(fromOrFail(recent, 0))));

        append(2);

        assertThat(found).containsExactly(List.of(0L), List.of(0L, 1L));
    }

    @Test
    void a_callback_that_fails_stops_neither_the_log_nor_the_others() {
        RecentEvents recent = new RecentEvents(log, ROOMY);
        List<String> called = new ArrayList<>();
        recent.onAvailable(() -> {
            throw new IllegalStateException("from a reader");
        });
        recent.onAvailable(() -> called.add("other"));

        append(2);

        assertThat(called).containsExactly("other", "other");
    }

    @Test
    void limits_below_one_are_refused() {
        assertThatThrownBy(() -> new RingLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            log.append(List.of(event(ORDER, appended++)));
        }
    }

    private static Optional<List<LogRecord.Event>> fromOrFail(RecentEvents recent, long offset) {
        try {
            return recent.from(offset, 10, LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> offsets(Optional<List<LogRecord.Event>> events) {
        return events.orElseThrow().stream().map(LogRecord.Event::offset).toList();
    }
}
