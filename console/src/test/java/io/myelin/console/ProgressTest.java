package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final SetClock clock = new SetClock();

    @Test
    void without_a_terminal_a_line_is_printed_now_and_then_and_at_the_end() {
        try (Progress progress = progress(0)) {
            for (int done = 0; done < 100; done++) {
                clock.now = clock.now.plusMillis(100);
                progress.done(done);
            }
        }

        assertThat(shown.toString(UTF_8).lines())
                .containsExactly(
                        "Reading:  49 %  49 of 100  9/s  5.2 s left",
                        "Reading:  99 %  99 of 100  9/s  0.1 s left", "Reading:  99 %  99 of 100  9/s  0.1 s left");
    }

    @Test
    void what_is_quick_says_nothing() {
        try (Progress progress = progress(0)) {
            progress.done(100);
        }
        try (Progress progress = progress(80)) {
            progress.done(100);
        }

        assertThat(shown.size()).isZero();
    }

    @Test
    void on_a_terminal_a_bar_is_drawn_over_itself_and_taken_away() {
        try (Progress progress = progress(80)) {
            clock.now = clock.now.plusSeconds(1);
            progress.done(50);
        }

        assertThat(shown.toString(UTF_8))
                .isEqualTo(
                        "\r\u001B[KReading [###############---------------]  50 %  50 of 100  50/s  1.0 s left\r\u001B[K");
    }

    @Test
    void small_steps_are_shown_too() {
        try (Progress progress = progress(0)) {
            clock.now = clock.now.plusSeconds(10);
            for (int done = 0; done < 2_000; done++) {
                progress.step(done, 4_000);
            }
        }

        assertThat(shown.toString(UTF_8)).contains("1,023 of 4,000");
    }

    private Progress progress(int columns) {
        return new Progress(new Screen(new PrintStream(shown, true, UTF_8), columns), clock, "Reading", 100);
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH.plus(Duration.ofDays(20_000));

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
