package io.myelin.store.kafka.axon;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Event streams on Kafka. */
class KafkaEventStreamIT extends EventStreamContract {

    @RegisterExtension
    final KafkaLogs logs = new KafkaLogs();

    @TempDir
    Path directory;

    @Override
    protected OpenLog emptyLog() throws Exception {
        return logs.open(directory);
    }
}
