package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressTest {

    private static final int NO_TERMINAL = 0;
    private static final int COLUMNS = 80;

    private final SettableClock clock = SettableClock.create();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void without_a_terminal_a_line_is_printed_for_each_tenth() {
        Progress progress = progress(NO_TERMINAL, 2_000);

        for (int done = 0; done <= 2_000; done += 50) {
            progress.done(done);
            clock.advance(Duration.ofMillis(100));
        }
        progress.end();

        assertThat(printed().lines())
                .hasSize(10)
                .startsWith("Taking in:  10 %  200 of 2,000  500/s  3.6 s left")
                .endsWith("Taking in: 100 %  2,000 of 2,000  500/s  in 4.0 s");
    }

    @Test
    void without_a_terminal_nobody_waits_longer_than_five_seconds_for_a_line() {
        Progress progress = progress(NO_TERMINAL, 100_000);

        for (long second = 1; second <= 12; second++) {
            clock.advance(Duration.ofSeconds(1));
            progress.done(second * 10);
        }

        assertThat(printed().lines())
                .containsExactly(
                        "Taking in:   0 %  50 of 100,000  10/s  166 min 35 s left",
                        "Taking in:   0 %  100 of 100,000  10/s  166 min 30 s left");
    }

    @Test
    void on_a_terminal_a_bar_is_drawn_over_itself() {
        Progress progress = progress(COLUMNS, 200);

        progress.done(0);
        clock.advance(Duration.ofSeconds(2));
        progress.done(50);
        clock.advance(Duration.ofSeconds(6));
        progress.done(200);
        progress.end();

        assertThat(printed().split("\r", -1))
                .containsExactly(
                        "",
                        "Taking in [---------------------------]   0 %  0 of 200\u001B[K",
                        "Taking in [######---------------------]  25 %  50 of 200  25/s  6.0 s left\u001B[K",
                        "Taking in [###########################] 100 %  200 of 200  25/s  in 8.0 s\u001B[K"
                                + System.lineSeparator());
    }

    @Test
    void a_bar_is_never_as_wide_as_the_terminal() {
        for (int columns = 40; columns < 130; columns++) {
            ProgressState state = new ProgressState("Taking in", 50, 200, Duration.ofSeconds(2));

            assertThat(state.bar(columns)).hasSizeLessThan(columns);
        }
    }

    @Test
    void a_bar_is_drawn_ten_times_a_second_at_most() {
        Progress progress = progress(COLUMNS, 2_000);

        for (int done = 1; done <= 1_000; done++) {
            clock.advance(Duration.ofMillis(1));
            progress.done(done);
        }

        assertThat(printed().split("\r", -1)).hasSizeLessThanOrEqualTo(12);
    }

    private Progress progress(int columns, long total) {
        Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns);
        return new Progress(screen, clock, "Taking in", total);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
