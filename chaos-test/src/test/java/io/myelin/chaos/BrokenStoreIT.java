package io.myelin.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.embeddedkafka.EmbeddedKafkaCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chaos test is itself tested: with a broken rule in the writers' store it fails. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(180)
class BrokenStoreIT {

    /** One that contention shows and one that lost answers show, as a build must end; -Dmyelin.chaos.broken=all tries all of them. */
    private static final List<BrokenStore> SOME =
            List.of(BrokenStore.ACKNOWLEDGED_OFFSET_NOT_COMPARED, BrokenStore.COMMIT_FOUND_AFTER_A_FENCE_SENT_AGAIN);

    /** Few aggregates and short pauses, so that writers meet all the time. */
    private static final ChaosSettings.Load LOAD = new ChaosSettings.Load(6, 10, 20);

    /** Acknowledgements of the leader are lost for as long as clients need to give up, and then callers hear of it. */
    private static final FaultPlan LOST_ANSWERS =
            new FaultPlan(List.of(new FaultPlan.Fault(1_000, 3_500, FaultKind.LOSE_ANSWERS, 1)));

    @TempDir
    private static Path directory;

    private static EmbeddedKafkaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = EmbeddedKafkaCluster.builder()
                .dataDirectory(directory.resolve("kafka"))
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<BrokenStore> bugs() {
        String wanted = System.getProperty("myelin.chaos.broken", "");
        if (wanted.isEmpty()) {
            return SOME.stream();
        }
        return Stream.of(BrokenStore.values()).filter(bug -> wanted.equals("all") || wanted.equals(bug.name()));
    }

    @Test
    void the_real_store_passes_the_run_in_which_broken_ones_fail() throws Exception {
        Report report = run("real", List.of());

        assertThat(report.verdict().anomalies()).as(report.text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_broken_rule_is_noticed(BrokenStore bug) throws Exception {
        Report report = run(bug.name(), List.of(bug.compileInto(directory.resolve(bug.name()))));

        assertThat(report.verdict().anomalies())
                .as(bug + "\n" + report.text())
                .anyMatch(anomaly -> anomaly.matches("(S[1-5]|Noticed):.*"));
    }

    /** Leaves its report in target/broken-stores, so that one can see by what a bug was noticed. */
    private static Report run(String name, List<Path> writerClassPath) throws Exception {
        ChaosSettings settings = new ChaosSettings(
                1,
                Duration.ofSeconds(7),
                3,
                LOAD,
                directory.resolve(name).resolve("run"),
                Duration.ofMinutes(1),
                writerClassPath);
        Report report = new ChaosRun(settings, line -> {}).runOn(cluster, name, LOST_ANSWERS);
        Path reports = Files.createDirectories(Path.of("target", "broken-stores"));
        Files.writeString(reports.resolve(name + ".txt"), report.text());
        return report;
    }
}
