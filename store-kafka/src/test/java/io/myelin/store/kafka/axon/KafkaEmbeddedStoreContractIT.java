package io.myelin.store.kafka.axon;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Axon's tests of its embedded event store, on Kafka. */
class KafkaEmbeddedStoreContractIT extends EmbeddedStoreContract {

    @RegisterExtension
    final KafkaLogs logs = new KafkaLogs();

    @TempDir
    Path directory;

    @Override
    protected OpenLog emptyLog() throws Exception {
        return logs.open(directory);
    }
}
