package io.myelin.console;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a piece of work is, and how that is written.
 *
 * @param label what is done
 * @param done of it
 * @param total of it; 0 if nothing is to be done
 * @param elapsed since it began
 */
record ProgressState(String label, long done, long total, Duration elapsed) {

    private static final int BAR_MAX = 30;
    private static final int BAR_MIN = 10;

    int percent() {
        return total <= 0 ? 100 : (int) Math.min(100, (double) done * 100 / total);
    }

    /** On one line of a terminal: a bar if there is room for one, and the numbers. */
    String bar(int columns) {
        String numbers = numbers();
        // One column stays free: some terminals wrap when the last one is written.
        int room = Math.min(BAR_MAX, columns - 1 - label.length() - numbers.length() - " [] ".length());
        String text = label + " " + numbers;
        if (room >= BAR_MIN) {
            int filled = room * percent() / 100;
            text = label + " [" + "#".repeat(filled) + "-".repeat(room - filled) + "] " + numbers;
        }
        return text.length() < columns ? text : text.substring(0, columns - 1);
    }

    String line() {
        return label + ": " + numbers();
    }

    private String numbers() {
        String state = String.format(Locale.ROOT, "%3d %%  %,d of %,d", percent(), done, total);
        if (done <= 0 || elapsed.isZero()) {
            return state;
        }
        state += String.format(Locale.ROOT, "  %,d/s", done * 1_000 / Math.max(1, elapsed.toMillis()));
        return done >= total ? state + "  in " + text(elapsed) : state + "  " + text(left()) + " left";
    }

    private Duration left() {
        return Duration.ofMillis((long) ((double) (total - done) * elapsed.toMillis() / done));
    }

    private static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return "%d.%d s".formatted(seconds, duration.toMillisPart() / 100);
        }
        return seconds < 120 ? seconds + " s" : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
