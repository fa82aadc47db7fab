package io.myelin.store.kafka.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is wrong: all of it is counted, and the first of each kind are kept. Not thread-safe. */
final class Findings {

    /** Enough to see a pattern; a log with a million of one kind needs no list of them. */
    static final int KEPT_PER_KIND_MAX = 20;

    private final Map<FindingKind, List<Finding>> kept = new EnumMap<>(FindingKind.class);
    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);

    void add(FindingKind kind, long offset, String text) {
        counts.merge(kind, 1L, Long::sum);
        List<Finding> ofKind = kept.computeIfAbsent(kind, any -> new ArrayList<>());
        if (ofKind.size() < KEPT_PER_KIND_MAX) {
            ofKind.add(new Finding(kind, offset, text));
        }
    }

    /** Counts another one of a kind of which this one was kept already, for what is the same thing over and over. */
    void addAgain(FindingKind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** Returns how many there are of each kind that was found. */
    Map<FindingKind, Long> counts() {
        return counts;
    }

    /** Returns those that were kept, the worst kinds first, and of each kind in log order. */
    List<Finding> kept() {
        return kept.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing((Finding finding) -> finding.kind().severity())
                        .reversed()
                        .thenComparing(Finding::kind)
                        .thenComparing(Finding::offset))
                .toList();
    }

    /** Returns how bad it is; empty if nothing is wrong. */
    Optional<Severity> worst() {
        return counts.keySet().stream().map(FindingKind::severity).max(Comparator.naturalOrder());
    }
}
