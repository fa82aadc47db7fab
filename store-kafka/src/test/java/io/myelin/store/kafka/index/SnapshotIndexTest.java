package io.myelin.store.kafka.index;

import static io.myelin.store.kafka.index.Groups.event;
import static io.myelin.store.kafka.index.Groups.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SnapshotIndexTest {

    private static final IndexSettings SETTINGS = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 64);

    @TempDir
    Path directory;

    private LogIndex index;
    private SnapshotIndex snapshots;

    @BeforeEach
    void open() {
        index = LogIndex.open(directory, "topic", SETTINGS);
        snapshots = index.snapshots();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void the_last_snapshot_of_an_aggregate_in_the_topic_counts() {
        assertThat(snapshots.startOf("snapshots-1")).isZero();

        snapshots.apply(List.of(change(0, "a", 10), change(1, "b", 3), change(2, "a", 20)), 3);

        assertThat(snapshots.find("a")).map(LoggedEvent::sequenceNumber).contains(20L);
        assertThat(snapshots.find("b")).map(LoggedEvent::sequenceNumber).contains(3L);
        assertThat(snapshots.find("c")).isEmpty();
    }

    @Test
    void a_record_without_a_snapshot_takes_the_one_before_away() {
        snapshots.startOf("snapshots-1");
        snapshots.apply(List.of(change(0, "a", 10)), 1);

        snapshots.apply(List.of(new SnapshotChange(1, "a", null)), 2);

        assertThat(snapshots.find("a")).isEmpty();
    }

    @Test
    void opened_again_it_goes_on_where_it_was() {
        snapshots.startOf("snapshots-1");
        snapshots.apply(List.of(change(0, "a", 10)), 7);
        index.close();

        open();

        assertThat(snapshots.startOf("snapshots-1")).isEqualTo(7);
        assertThat(snapshots.find("a")).map(LoggedEvent::sequenceNumber).contains(10L);
    }

    @Test
    void snapshots_of_another_topic_are_forgotten_and_events_stay() {
        index.apply(List.of(group(0, event("a", 0))), 1);
        snapshots.startOf("snapshots-1");
        snapshots.apply(List.of(change(0, "a", 10)), 7);

        assertThat(snapshots.startOf("snapshots-2")).isZero();

        assertThat(snapshots.find("a")).isEmpty();
        assertThat(index.events("a", 0)).hasSize(1);
        snapshots.apply(List.of(change(0, "a", 11)), 1);
        assertThat(snapshots.find("a")).map(LoggedEvent::sequenceNumber).contains(11L);
    }

    @Test
    void changes_without_a_topic_are_refused() {
        assertThatThrownBy(() -> snapshots.apply(List.of(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("startOf");
    }

    @Test
    void a_snapshot_cannot_stand_for_another_aggregate() {
        assertThatThrownBy(() -> new SnapshotChange(0, "a", event("b", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aggregate b")
                .hasMessageContaining("aggregate a");
    }

    private static SnapshotChange change(long offset, String aggregateId, long sequenceNumber) {
        return new SnapshotChange(offset, aggregateId, event(aggregateId, sequenceNumber));
    }
}
