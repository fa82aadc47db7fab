package io.myelin.handlers.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DeadlineSettingsTest {

    @Test
    void the_commit_gets_what_the_handler_leaves_of_a_claim() {
        DeadlineSettings settings = DeadlineSettings.within(Duration.ofSeconds(10), Duration.ofSeconds(7));

        assertThat(settings.between()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.shortest()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_handler_that_may_outlive_its_claim_is_refused_with_a_way_out() {
        assertThatThrownBy(() -> DeadlineSettings.within(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("5000 ms", "claim timeout", "handlerTimeout", "Projections.claimTimeout");
    }

    @Test
    void a_pause_of_the_jvm_must_not_look_like_a_hanging_handler() {
        assertThatThrownBy(() -> DeadlineSettings.within(Duration.ofSeconds(5), Duration.ofMillis(99)))
                .hasMessageContaining("at least 100 ms");
    }
}
