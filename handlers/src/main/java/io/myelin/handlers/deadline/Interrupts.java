package io.myelin.handlers.deadline;

import java.util.List;
import java.util.Locale;

/**
 * Knows where a thread may be interrupted.
 *
 * <p>A thread that is interrupted while it reads or writes a file through a channel closes the channel. A database that keeps
 * its file open by one is then closed for everybody.
 */
final class Interrupts {

    private static final String H2 = "jdbc:h2:";

    /** Where no file of this process is read: in memory, over the network, or by H2's own threads. */
    private static final List<String> H2_SAFE = List.of("mem:", "tcp:", "ssl:", "async:");

    private static final List<String> OTHER_FILES = List.of("jdbc:derby:", "jdbc:hsqldb:file:", "jdbc:sqlite:");

    private Interrupts() {}

    /** Returns whether a thread that uses the database at {@code url} may be interrupted. */
    static boolean areSafeOn(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(H2)) {
            String path = lower.substring(H2.length()).replaceFirst("^file:", "");
            return H2_SAFE.stream().anyMatch(path::startsWith);
        }
        return OTHER_FILES.stream().noneMatch(lower::startsWith);
    }
}
