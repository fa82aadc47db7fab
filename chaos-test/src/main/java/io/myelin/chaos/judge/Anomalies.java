package io.myelin.chaos.judge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, as sentences. */
final class Anomalies {

    /** One broken rule shows in thousands of places; the first are enough to find it. */
    private static final int ANOMALIES_MAX = 200;

    /** The same sentence, said by each of many callers, is said once. */
    private final Set<String> all = new LinkedHashSet<>();

    void add(String broken, String sentence) {
        if (all.size() < ANOMALIES_MAX) {
            all.add(broken + ": " + sentence);
        }
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
