package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.log.TestLogs;
import io.myelin.store.kafka.snapshot.KafkaSnapshots;
import io.myelin.store.kafka.stream.RecentEvents;
import io.myelin.store.kafka.stream.RingLimits;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.Use;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens logs on the shared broker, each on topics of its own, and closes them after the test. */
final class KafkaLogs implements AfterEachCallback {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    OpenLog open(Path directory) throws Exception {
        LogTopic topic = TestLogs.newTopic();
        TestLogs.OpenedLog log = keep(TestLogs.open(topic, directory.resolve(topic.topicId()), LogSettings.defaults()));
        KafkaSnapshots snapshots = keep(KafkaSnapshots.open(new KafkaSnapshots.Parts(
                TestLogs.newTopic(),
                topic.topicId(),
                TestLogs.clients(),
                log.index().snapshots(),
                Use.WRITING,
                task -> new Thread(task, "snapshots"))));
        RecentEvents recent = keep(new RecentEvents(log.log(), new RingLimits(10, 1_000_000)));
        return new OpenLog(log.log(), recent, snapshots);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <C extends AutoCloseable> C keep(C closeable) {
        opened.push(closeable);
        return closeable;
    }
}
