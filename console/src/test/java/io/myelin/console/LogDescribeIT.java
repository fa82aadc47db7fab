package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogDescribeIT {

    @TempDir
    private Path index;

    @Test
    void a_log_is_described_with_its_size_its_writers_and_what_it_is_made_of() {
        try (WrittenLog log = WrittenLog.create(index)) {
            log.commit(event("a", 0), event("b", 0)).commit(event("a", 1));

            CalledMyelin described = CalledMyelin.on(log.name(), "log", "describe");

            assertThat(described.err()).isEmpty();
            assertThat(described.exitCode()).isZero();
            assertThat(described.out())
                    .contains("Log '" + log.name() + "' on 127.0.0.1:")
                    .contains("records     3, offsets 0 to 2")
                    .contains("newest      2026-03-01T10:00:01Z")
                    .contains(" MiB a copy, 1 copy on broker ")
                    .contains("0.0/s in the last minute")
                    .containsPattern("writers     producer \\d+, last record of 2026-03-01T10:00:01Z")
                    .contains("3 events in 2 commits, 0 void records (0.00 %), 0 fences, 0 foreign records")
                    .contains("retention.ms=-1")
                    .contains("findings    none");
        }
    }

    @Test
    void an_empty_log_is_described_too() {
        try (WrittenLog log = WrittenLog.create(index)) {
            CalledMyelin described = CalledMyelin.on(log.name(), "log", "describe");

            assertThat(described.exitCode()).isZero();
            assertThat(described.out())
                    .contains("records     none, the next offset is 0")
                    .contains("writers     none that the brokers remember")
                    .contains("made of     nothing yet");
        }
    }
}
