package io.myelin.sample;

import java.time.Duration;
import java.util.Locale;

/** How far a piece of work is, and how that is written. */
record ProgressState(String label, long done, long total, Duration elapsed) {

    private static final int BAR_MAX = 40;
    private static final int BAR_MIN = 10;

    /** The longest numbers that are to be expected, without done and total. */
    private static final int STATE_WIDTH = " 100 %   of   99,999/s  119 s left".length();

    int percent() {
        return total <= 0 ? 100 : (int) Math.min(100, done * 100 / total);
    }

    /** On one line of a terminal: as long a bar as fits, then the numbers. */
    String bar(int columns) {
        String numbers = " " + numbers();
        // Room for the numbers at their longest, so that the bar keeps its length while they change. One column stays
        // free: some terminals wrap when the last one is written.
        int reserved = Math.max(
                numbers.length(),
                STATE_WIDTH + 2 * String.format(Locale.ROOT, "%,d", total).length());
        int room = Math.min(BAR_MAX, columns - 1 - label.length() - " []".length() - reserved);
        if (room < BAR_MIN) {
            String text = label + numbers;
            return text.length() < columns ? text : text.substring(0, columns - 1);
        }
        int filled = room * percent() / 100;
        return label + " [" + "#".repeat(filled) + "-".repeat(room - filled) + "]" + numbers;
    }

    String line() {
        return label + ": " + numbers();
    }

    private String numbers() {
        String state = String.format(Locale.ROOT, "%3d %%  %,d of %,d", percent(), done, total);
        if (done <= 0 || elapsed.isZero()) {
            return state;
        }
        state += String.format(Locale.ROOT, "  %,d/s", rate());
        return done >= total ? state + "  in " + text(elapsed) : state + "  " + text(left()) + " left";
    }

    private long rate() {
        return done * 1_000 / Math.max(1, elapsed.toMillis());
    }

    private Duration left() {
        return Duration.ofMillis((total - done) * elapsed.toMillis() / done);
    }

    private static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return "%d.%d s".formatted(seconds, duration.toMillisPart() / 100);
        }
        return seconds < 120 ? seconds + " s" : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
