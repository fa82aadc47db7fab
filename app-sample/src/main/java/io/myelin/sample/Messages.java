package io.myelin.sample;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the person at the screen what is going on, and the log the same. */
final class Messages {

    /** Lines of a list that are shown; the log has all of them. */
    private static final int SHOWN_MAX = 20;

    private final Logger log = LoggerFactory.getLogger(Messages.class);
    private final Screen screen;
    private final Clock clock;

    Messages(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    void say(String format, Object... values) {
        String message = String.format(Locale.ROOT, format, values);
        log.info("{}", message);
        screen.out().println(message);
    }

    /** Tells how many things went wrong and which, one a line, up to a limit; says nothing if there are none. */
    void list(String what, List<?> items) {
        if (items.isEmpty()) {
            return;
        }
        say("%,d %s:", items.size(), what);
        for (int i = 0; i < items.size(); i++) {
            log.info("{}", items.get(i));
            if (i < SHOWN_MAX) {
                screen.out().println("  " + items.get(i));
            }
        }
        if (items.size() > SHOWN_MAX) {
            screen.out()
                    .println(String.format(
                            Locale.ROOT, "  ... and %,d more, all in the log.", items.size() - SHOWN_MAX));
        }
    }

    Progress progress(String label, long total) {
        return new Progress(screen, clock, label, total);
    }
}
