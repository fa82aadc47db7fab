package io.myelin.store.kafka.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.IndexUnusableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IndexCrashTest {

    private static final int KILLS = 3;

    /** A write buffer of the smallest index holds about 18,000 of these events, so most kills come after a flush or within one. */
    private static final int RECORDS_MAX = 40_000;

    private final GeneratedLog log = new GeneratedLog(KilledWriter.PAYLOAD_BYTES);

    @TempDir
    Path directory;

    @Test
    void killed_at_any_moment_it_holds_all_below_its_position_and_nothing_above() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long reached;
            try (KilledWriter writer = KilledWriter.start(directory)) {
                reached = writer.awaitRecords(random.nextInt(RECORDS_MAX));
            }
            try (LogIndex index = LogIndex.open(directory, KilledWriter.TOPIC, KilledWriter.SETTINGS)) {
                assertThat(index.position())
                        .as("seed %s, was at %s", seed, reached)
                        .isGreaterThanOrEqualTo(before);
                log.assertHeldBy(index);
                log.applyTo(index, index.position() + 2_000);
                before = index.position();
            }
        }
    }

    @Test
    void a_directory_in_use_by_another_process_is_refused_until_that_ends() throws IOException {
        try (KilledWriter writer = KilledWriter.start(directory)) {
            writer.awaitRecords(1);

            assertThatThrownBy(() -> LogIndex.open(directory, KilledWriter.TOPIC, KilledWriter.SETTINGS))
                    .isInstanceOfSatisfying(
                            IndexUnusableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another process");
        }

        LogIndex.open(directory, KilledWriter.TOPIC, KilledWriter.SETTINGS).close();
    }
}
