package io.myelin.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.chaos.judge.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run on real brokers; {@code ./chaos} runs as long as wanted. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(300)
class ChaosIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void nothing_acknowledged_is_lost_and_every_answer_is_true_whatever_fails(long seed) throws Exception {
        ChaosSettings settings = new ChaosSettings(
                seed,
                Duration.ofSeconds(20),
                3,
                ChaosSettings.Load.of(6),
                directory.resolve("run"),
                ChaosSettings.PATIENCE,
                List.of());

        Report report = new ChaosRun(settings, line -> {}).run();

        Verdict verdict = report.verdict();
        assertThat(verdict.anomalies()).as(report.text()).isEmpty();
        assertThat(report.faults()).as(report.text()).hasSizeGreaterThan(2);
        assertThat(verdict.acknowledged()).as(report.text()).isGreaterThan(20);
        assertThat(verdict.checks().loads()).isGreaterThan(100);
    }
}
