package io.myelin.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Shows how far a command is: a bar that is drawn over itself on a terminal, a line now and then elsewhere. For one thread. */
final class Progress implements AutoCloseable {

    /** How often a bar is drawn; more often only flickers. */
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);

    /** The longest silence where lines are printed: nobody should take a slow run for a dead one. */
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    /** Work that comes often is asked for the time only now and then: a clock costs as much as a small record. */
    private static final int CALLS_PER_LOOK = 1_024;

    private static final String ERASE_LINE = "\r\u001B[K";

    private final Screen screen;
    private final Clock clock;
    private final String label;
    private final Instant began;
    private Instant shown;
    private long done;
    private long total;
    private int calls;
    private boolean barIsDrawn;
    private boolean lineIsPrinted;

    Progress(Screen screen, Clock clock, String label, long total) {
        this.screen = screen;
        this.clock = clock;
        this.label = label;
        this.total = total;
        this.began = clock.instant();
        this.shown = began;
    }

    /** Tells how much is done, and of how much in all, if that was not known before; to be called for every small step. */
    void step(long count, long ofAll) {
        total = ofAll;
        step(count);
    }

    /** Tells how much is done; to be called for every small step. */
    void step(long count) {
        done = count;
        if (++calls % CALLS_PER_LOOK == 0) {
            show(clock.instant());
        }
    }

    /** Tells how much is done; draws or prints if it is time to. */
    void done(long count) {
        done = count;
        show(clock.instant());
    }

    private void show(Instant now) {
        Duration silence = Duration.between(shown, now);
        if (screen.isTerminal()) {
            if (silence.compareTo(BAR_INTERVAL) >= 0) {
                shown = now;
                barIsDrawn = true;
                screen.out().print(ERASE_LINE + state(now).bar(screen.columns()));
                screen.out().flush();
            }
        } else if (silence.compareTo(LINE_INTERVAL) >= 0) {
            shown = now;
            lineIsPrinted = true;
            screen.out().println(state(now).line());
        }
    }

    private ProgressState state(Instant now) {
        return new ProgressState(label, done, total, Duration.between(began, now));
    }

    /** Takes the bar away, so that what is printed next stands in its place. */
    void clear() {
        if (barIsDrawn) {
            barIsDrawn = false;
            screen.out().print(ERASE_LINE);
            screen.out().flush();
        }
    }

    /** Takes the bar away, or prints the last line, if there were others. Idempotent. */
    @Override
    public void close() {
        clear();
        if (lineIsPrinted) {
            lineIsPrinted = false;
            screen.out().println(state(clock.instant()).line());
        }
    }
}
