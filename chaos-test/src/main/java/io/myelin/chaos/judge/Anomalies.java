package io.myelin.chaos.judge;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, as sentences. */
final class Anomalies {

    /** One broken rule shows in thousands of places; the first are enough to find it. */
    private static final int ANOMALIES_MAX = 200;

    private final List<String> all = new ArrayList<>();

    void add(String broken, String sentence) {
        if (all.size() < ANOMALIES_MAX) {
            all.add(broken + ": " + sentence);
        }
    }

    List<String> all() {
        return all;
    }
}
