package io.myelin.store.kafka.axon;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Units of work on Kafka. */
class KafkaEventStoreIT extends EventStoreContract {

    @RegisterExtension
    final KafkaLogs logs = new KafkaLogs();

    @TempDir
    Path directory;

    @Override
    protected OpenLog emptyLog() throws Exception {
        return logs.open(directory);
    }
}
