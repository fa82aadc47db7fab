package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CanaryStepsTest {

    @Test
    void steps_are_one_a_twentieth_and_the_rest() {
        assertThat(CanaryRedrive.steps(0)).isEmpty();
        assertThat(CanaryRedrive.steps(1)).containsExactly(1);
        assertThat(CanaryRedrive.steps(2)).containsExactly(1, 1);
        assertThat(CanaryRedrive.steps(10)).containsExactly(1, 1, 8);
        assertThat(CanaryRedrive.steps(10_000)).containsExactly(1, 500, 9_499);
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new CanarySettings(0, Duration.ofMinutes(1)))
                .hasMessage("sequencesPerSecond must lie between 1 and 10000, was 0.");
        assertThatThrownBy(() -> new CanarySettings(1, Duration.ZERO))
                .hasMessage("settleMax must be longer than zero, was PT0S.");
    }
}
