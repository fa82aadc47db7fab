package io.myelin.store.kafka.log;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;

/** The log in Kafka keeps the contract, on a real broker. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KafkaCommitLogIT extends CommitLogContract {

    @TempDir
    Path directory;

    private TestLogs.@org.jspecify.annotations.Nullable OpenedLog opened;

    @Override
    protected CommitLog emptyLog() throws Exception {
        TestLogs.OpenedLog fresh =
                TestLogs.open(TestLogs.newTopic(), directory.resolve("index"), LogSettings.defaults());
        opened = fresh;
        return fresh.log();
    }

    @AfterEach
    void closeIndex() {
        if (opened != null) {
            opened.close();
        }
    }
}
