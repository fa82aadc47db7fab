package io.myelin.retry.internal;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that an exception says about why: its causes, and the next ones of SQL exceptions, each of them once. */
public final class Causes {

    /** A chain that is longer repeats itself in other words; real ones have three to ten links. */
    public static final int CAUSES_MAX = 100;

    private Causes() {}

    /** Returns {@code failure} first, then what lies behind it, outermost first; cycles are cut. */
    public static List<Throwable> of(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> found = new ArrayList<>();
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty() && found.size() < CAUSES_MAX) {
            Throwable next = open.remove();
            if (seen.add(next)) {
                found.add(next);
                addTo(open, next.getCause());
                addTo(open, next instanceof SQLException sql ? sql.getNextException() : null);
            }
        }
        return List.copyOf(found);
    }

    /** Returns the SQLStates of the chain, outermost first. */
    public static Stream<String> sqlStates(Throwable failure) {
        return of(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null && !state.isEmpty());
    }

    private static void addTo(Deque<Throwable> open, @Nullable Throwable cause) {
        if (cause != null) {
            open.add(cause);
        }
    }
}
