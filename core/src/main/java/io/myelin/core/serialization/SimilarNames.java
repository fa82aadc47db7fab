package io.myelin.core.serialization;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the known names that a mistyped or outdated one may have meant. */
final class SimilarNames {

    /** Names to suggest: more than three are a list to read, not a hint. */
    private static final int SUGGESTIONS_MAX = 3;

    private SimilarNames() {}

    /** Returns the nearest names first, none of which differs in more than half of its letters. */
    static List<String> to(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(name.length(), candidate.length()) / 2)
                .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .limit(SUGGESTIONS_MAX)
                .toList();
    }

    /** Levenshtein's distance: the least number of letters to insert, remove or replace. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
