package io.myelin.handlers.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.handlers.deadline.Stages.Situation;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StagesTest {

    @ParameterizedTest
    @CsvSource({
        // Milliseconds over, in a statement, may be interrupted.
        "-1,  true,  true,  NONE",
        "0,   true,  true,  STATEMENT",
        "99,  true,  true,  STATEMENT",
        "100, true,  true,  INTERRUPT",
        "199, true,  true,  INTERRUPT",
        "200, true,  true,  ABORT",
        "275, true,  true,  STUCK",
        "0,   false, true,  INTERRUPT",
        "200, false, true,  ABORT",
        "0,   true,  false, STATEMENT",
        "199, true,  false, STATEMENT",
        "0,   false, false, NONE",
        "199, false, false, NONE",
        "200, false, false, ABORT",
        "275, false, false, STUCK"
    })
    void each_stage_has_its_time(long overMs, boolean inStatement, boolean interruptible, Stage stage) {
        assertThat(Stages.stageOf(new Situation(overMs * 1_000_000, inStatement, interruptible)))
                .isEqualTo(stage);
    }

    @Test
    void all_is_over_within_half_a_second_with_time_to_go_on() {
        assertThat(Stages.STUCK_AFTER.plus(Stages.TICK)).isLessThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void a_step_is_looked_at_when_it_or_its_successor_may_be_late() {
        Duration shortest = Duration.ofMillis(400);

        assertThat(Stages.waitNs(-1_000_000, shortest)).isEqualTo(1_000_000);
        assertThat(Stages.waitNs(-Duration.ofDays(1).toNanos(), shortest)).isEqualTo(shortest.toNanos());
        assertThat(Stages.waitNs(0, shortest)).isEqualTo(Stages.TICK.toNanos());
    }
}
