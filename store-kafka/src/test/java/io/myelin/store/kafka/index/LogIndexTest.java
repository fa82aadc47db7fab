package io.myelin.store.kafka.index;

import static io.myelin.store.kafka.index.Groups.event;
import static io.myelin.store.kafka.index.Groups.group;
import static io.myelin.store.kafka.index.Groups.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.protocol.LogState;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogIndexTest {

    private static final String TOPIC = "topic-one";
    private static final IndexSettings SMALL = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 64);

    @TempDir
    Path directory;

    private LogIndex index;

    @BeforeEach
    void open() {
        index = LogIndex.open(directory, TOPIC, SMALL);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void a_new_index_is_empty_and_starts_at_the_beginning_of_the_log() {
        assertThat(index.position()).isZero();
        assertThat(index.lastGroup()).isEmpty();
        assertThat(index.lastSequenceNumber("a")).isEqualTo(LogState.NO_EVENTS);
        assertThat(index.events("a", 0)).isEmpty();
        assertThat(index.containsEvent("e")).isFalse();
    }

    @Test
    void it_gives_back_an_aggregates_events_in_order_and_nobody_elses() {
        index.apply(List.of(group(0, event("a", 0), event("b", 0), event("a", 1))), 3);
        index.apply(List.of(group(5, event("a", 300), event("c", 7))), 7);

        assertThat(index.events("a", 0)).extracting(LoggedEvent::sequenceNumber).containsExactly(0L, 1L, 300L);
        assertThat(index.events("a", 1)).extracting(LoggedEvent::sequenceNumber).containsExactly(1L, 300L);
        assertThat(index.events("a", 301)).isEmpty();
        assertThat(index.events("b", 0)).extracting(LoggedEvent::eventId).containsExactly(idOf("b", 0));
    }

    @Test
    void it_knows_every_aggregates_last_sequence_number_and_every_identifier() {
        index.apply(List.of(group(0, event("a", 0), event("b", 4), event("a", 1))), 3);

        assertThat(index.lastSequenceNumber("a")).isEqualTo(1);
        assertThat(index.lastSequenceNumber("b")).isEqualTo(4);
        assertThat(index.containsEvent(idOf("b", 4))).isTrue();
        assertThat(index.containsEvent(idOf("b", 3))).isFalse();
    }

    @Test
    void the_last_sequence_number_follows_what_is_applied() {
        assertThat(index.lastSequenceNumber("a")).isEqualTo(LogState.NO_EVENTS);

        index.apply(List.of(group(0, event("a", 0))), 1);

        assertThat(index.lastSequenceNumber("a")).isZero();
    }

    @Test
    void opened_again_it_holds_all_that_it_held() {
        index.apply(List.of(group(0, event("a", 0), event("b", 0))), 4);
        index.close();

        index = LogIndex.open(directory, TOPIC, SMALL);

        assertThat(index.position()).isEqualTo(4);
        assertThat(index.lastGroup()).contains(new LastGroup(new UUID(0, 0), 0, 2));
        assertThat(index.lastSequenceNumber("a")).isZero();
        assertThat(index.containsEvent(idOf("b", 0))).isTrue();
        assertThat(index.events("b", 0)).hasSize(1);
    }

    @Test
    void applying_groups_again_changes_nothing() {
        index.apply(List.of(group(0, event("a", 0))), 1);
        index.apply(List.of(group(1, event("a", 1))), 5);

        index.apply(List.of(group(0, event("a", 0)), group(1, event("a", 1))), 2);

        assertThat(index.position()).isEqualTo(5);
        assertThat(index.lastSequenceNumber("a")).isEqualTo(1);
        assertThat(index.lastGroup()).contains(new LastGroup(new UUID(0, 1), 1, 2));
    }

    @Test
    void the_position_moves_without_groups_when_all_that_was_read_was_void() {
        index.apply(List.of(), 7);

        assertThat(index.position()).isEqualTo(7);
        assertThat(index.lastGroup()).isEmpty();
    }

    @Test
    void groups_out_of_order_are_refused_and_nothing_is_applied() {
        assertThatThrownBy(() -> index.apply(List.of(group(4, event("a", 0)), group(2, event("a", 1))), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset 2 to 3")
                .hasMessageContaining("order of the log");

        assertThat(index.position()).isZero();
        assertThat(index.events("a", 0)).isEmpty();
    }

    @Test
    void an_event_of_a_megabyte_comes_back_whole() {
        byte[] payload = new byte[1 << 20];
        payload[payload.length - 1] = 7;
        LoggedEvent large = new LoggedEvent("e", null, "a", 0, 1, 2, "large", "2", payload, new byte[] {1});

        index.apply(List.of(group(0, large)), 1);

        assertThat(index.events("a", 0).get(0).payload()).isEqualTo(payload);
    }

    @Test
    void what_is_being_flushed_is_known_at_every_moment() {
        GeneratedLog log = new GeneratedLog(50);
        Deque<String> latest = new ArrayDeque<>();

        while (index.position() < 3L * SMALL.recentIdentifiersMax()) {
            ValidGroup group = log.groupAt(index.position());
            index.apply(List.of(group), log.nextAfter(group));
            latest.add(group.records().get(0).event().eventId());
            if (latest.size() > 50) {
                latest.remove();
            }
            assertThat(latest).allMatch(index::containsEvent);
        }

        log.assertHeldBy(index);
    }

    @Test
    void an_event_under_the_key_of_another_aggregate_is_reported_and_not_returned() {
        StoredEntries entries = new StoredEntries(directory);
        ByteBuffer value = ByteBuffer.allocate(1_000);
        EventCodec.encode(0, event("a", 0), value);

        assertThatThrownBy(() -> entries.event("b", value.array()))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("at the place of aggregate b there is an event of aggregate a");
    }

    @Test
    void after_closing_every_call_is_refused_by_name() {
        index.close();
        index.close();

        assertThatThrownBy(() -> index.events("a", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> index.apply(List.of(), 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.containsEvent("e")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.lastSequenceNumber("a")).isInstanceOf(IllegalStateException.class);
    }
}
