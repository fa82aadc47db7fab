package io.myelin.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FaultPlanTest {

    @Test
    void a_seed_gives_one_plan_and_another_seed_another() {
        assertThat(FaultPlan.draw(settings(7, 10))).isEqualTo(FaultPlan.draw(settings(7, 10)));
        assertThat(FaultPlan.draw(settings(7, 10))).isNotEqualTo(FaultPlan.draw(settings(8, 10)));
    }

    @Test
    void ten_minutes_hold_every_kind_of_fault() {
        assertThat(FaultPlan.draw(settings(1, 10)).byKind()).containsOnlyKeys(FaultKind.values());
    }

    @Test
    void faults_of_one_line_do_not_overlap() {
        FaultPlan plan = FaultPlan.draw(settings(3, 10));

        for (boolean ofWriters : new boolean[] {true, false}) {
            List<FaultPlan.Fault> line = plan.line(ofWriters);
            assertThat(line).hasSizeGreaterThan(20);
            for (int i = 1; i < line.size(); i++) {
                FaultPlan.Fault before = line.get(i - 1);
                assertThat(line.get(i).atMs()).isGreaterThan(before.atMs() + before.lastsMs());
            }
        }
    }

    @Test
    void writers_are_frozen_for_longer_than_callers_and_clients_wait() {
        assertThat(FaultKind.FREEZE_WRITER.shortestMs).isGreaterThan(6_000);
    }

    @Test
    void settings_that_cannot_be_are_named() {
        assertThatThrownBy(() -> settings(1, Duration.ofMinutes(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("writers=0");
        assertThatThrownBy(() -> settings(1, Duration.ZERO, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    private static ChaosSettings settings(long seed, long minutes) {
        return settings(seed, Duration.ofMinutes(minutes), 3);
    }

    private static ChaosSettings settings(long seed, Duration duration, int writers) {
        return new ChaosSettings(
                seed,
                duration,
                writers,
                ChaosSettings.Load.of(8),
                Path.of("target"),
                ChaosSettings.PATIENCE,
                List.of());
    }
}
