package io.myelin.sample;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Shows how far a piece of work is: a bar that is drawn over itself on a terminal, a line now and then elsewhere.
 *
 * <p>Used by one thread.
 */
final class Progress {

    /** How often a bar is drawn; more often only flickers. */
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);

    /** The longest silence where lines are printed: nobody should take a slow run for a dead one. */
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private static final int LINE_PERCENT = 10;
    private static final String ERASE_REST_OF_LINE = "\u001B[K";

    private final Screen screen;
    private final Clock clock;
    private final String label;
    private final long total;
    private final Instant began;
    private Instant shown;
    private int shownPercent;
    private boolean barIsDrawn;

    Progress(Screen screen, Clock clock, String label, long total) {
        this.screen = screen;
        this.clock = clock;
        this.label = label;
        this.total = total;
        this.began = clock.instant();
        this.shown = screen.isTerminal() ? Instant.MIN : began;
    }

    /** Tells how much is done; draws or prints if it is time to. */
    void done(long count) {
        Instant now = clock.instant();
        ProgressState state = new ProgressState(label, count, total, Duration.between(began, now));
        if (screen.isTerminal()) {
            if (count >= total || !now.isBefore(later(shown, BAR_INTERVAL))) {
                shown = now;
                barIsDrawn = true;
                draw(state.bar(screen.columns()));
            }
        } else if (state.percent() / LINE_PERCENT > shownPercent / LINE_PERCENT
                || !now.isBefore(later(shown, LINE_INTERVAL))) {
            shown = now;
            shownPercent = state.percent();
            screen.out().println(state.line());
        }
    }

    /** Ends the bar's line, so that what is printed next stands below it. */
    void end() {
        if (barIsDrawn) {
            screen.out().println();
        }
    }

    private void draw(String bar) {
        PrintStream out = screen.out();
        out.print("\r" + bar + ERASE_REST_OF_LINE);
        out.flush();
    }

    private static Instant later(Instant instant, Duration duration) {
        return instant.equals(Instant.MIN) ? instant : instant.plus(duration);
    }
}
