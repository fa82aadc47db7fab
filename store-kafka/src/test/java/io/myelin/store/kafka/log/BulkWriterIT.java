package io.myelin.store.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BulkWriterIT {

    @TempDir
    private Path directory;

    @Test
    void commits_are_written_in_order_beside_a_node_that_writes_too() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (TestLogs.OpenedLog node = TestLogs.open(topic, directory.resolve("node"), LogSettings.defaults());
                LogIndex index = LogIndex.open(directory.resolve("bulk"), topic.topicId(), IndexSettings.defaults());
                BulkWriter writer = open(topic, index)) {
            for (int i = 0; i < 20; i++) {
                node.log().append(List.of(TestEvents.event("node", i)));
                writer.append(commit(TestEvents.event("bulk", 2L * i), TestEvents.event("bulk", 2L * i + 1)));
                if (i % 5 == 0) {
                    writer.flush();
                }
            }
            writer.flush();
            node.log().append(List.of(TestEvents.event("node", 20)));

            assertThat(eventIds(topic, "bulk")).hasSize(40).isSorted();
            assertThat(node.log().events("bulk", 0)).hasSize(40);
            assertThat(node.log().events("node", 0)).hasSize(21);
        }
    }

    @Test
    void more_than_one_group_is_written() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (LogIndex index = LogIndex.open(directory, topic.topicId(), IndexSettings.defaults());
                BulkWriter writer = open(topic, index)) {
            for (int i = 0; i < 10_000; i++) {
                writer.append(commit(TestEvents.event("a" + i, 0)));
            }
            writer.flush();

            assertThat(index.position()).isEqualTo(10_000);
            assertThat(writer.contains("a9999#0")).isTrue();
        }
    }

    @Test
    void a_commit_that_contradicts_the_log_is_refused() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        try (LogIndex index = LogIndex.open(directory, topic.topicId(), IndexSettings.defaults());
                BulkWriter writer = open(topic, index)) {
            writer.append(commit(TestEvents.event("a", 3)));
            writer.flush();
            writer.append(commit(TestEvents.event("other", "a", 3)));

            assertThatThrownBy(writer::flush)
                    .isInstanceOf(BulkWriter.RefusedException.class)
                    .hasMessageContaining("aggregate a would get sequence number 3, but has 3 already");
        }
    }

    @Test
    void an_event_too_large_for_the_topic_is_refused_before_it_is_sent() throws Exception {
        LogTopic topic = TestLogs.newTopic();
        LogTopic small = new LogTopic(topic.name(), topic.topicId(), 2_000, 1, 1);
        try (LogIndex index = LogIndex.open(directory, topic.topicId(), IndexSettings.defaults());
                BulkWriter writer = open(small, index)) {
            assertThatThrownBy(() -> writer.append(commit(TestEvents.event("a".repeat(2_000), 0))))
                    .isInstanceOf(BulkWriter.RefusedException.class)
                    .hasMessageContaining("max.message.bytes");
        }
    }

    private static BulkWriter open(LogTopic topic, LogIndex index) {
        return BulkWriter.open(new BulkWriter.Parts(topic, TestLogs.clients(), index), (done, total) -> {});
    }

    private static Commit commit(NewEvent... events) {
        int bytes = List.of(events).stream().mapToInt(RecordFormat::sizeBytes).sum();
        return new Commit(UUID.randomUUID(), List.of(events), bytes);
    }

    /** As they stand in the log; padded, so that their order is that of their numbers. */
    private static List<String> eventIds(LogTopic topic, String aggregateId) {
        List<String> found = new ArrayList<>();
        try (LogScan scan = LogScan.open(TestLogs.clients(), topic.name())) {
            scan.events(0, scan.end(), event -> {
                if (event.logged().event().aggregateId().equals(aggregateId)) {
                    found.add("%04d".formatted(event.logged().event().sequenceNumber()));
                }
                return true;
            });
        }
        return found;
    }
}
