package io.myelin.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which faults are made when, in the order of their time. All of it follows from the seed.
 *
 * <p>There are two lines of faults, each one fault after the other: those of brokers and connections, and those of writers. So
 * a writer is frozen while brokers die, but no two faults of brokers add up to one that nobody could survive by accident.
 */
record FaultPlan(List<Fault> faults) {

    /** Writers get so long to begin with. */
    private static final int FIRST_MS = 1_500;

    private static final int CLUSTER_PAUSE_MS_MIN = 700;
    private static final int CLUSTER_PAUSE_MS_MAX = 4_000;
    private static final int WRITER_PAUSE_MS_MIN = 2_000;
    private static final int WRITER_PAUSE_MS_MAX = 7_000;

    /** A broker that was killed is waited for; mostly it takes no longer than this. */
    private static final int RECOVERY_MS = 4_000;

    /**
     * One fault.
     *
     * @param atMs when it begins, after the start of the run
     * @param lastsMs how long it lasts
     * @param kind what is done
     * @param target whom it meets: brokers and writers count from 0
     */
    record Fault(int atMs, int lastsMs, FaultKind kind, int target) {}

    /** Copies the list. */
    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** Draws a plan. */
    static FaultPlan draw(ChaosSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        int endMs = (int) settings.duration().toMillis();
        List<Fault> faults = new ArrayList<>(drawLine(random.split(), endMs, ChaosSettings.BROKERS, false));
        faults.addAll(drawLine(random.split(), endMs, settings.writers(), true));
        faults.sort(Comparator.comparingInt(Fault::atMs));
        return new FaultPlan(faults);
    }

    private static List<Fault> drawLine(SplittableRandom random, int endMs, int targets, boolean ofWriters) {
        List<FaultKind> kinds = Arrays.stream(FaultKind.values())
                .filter(kind -> kind.isOfWriters() == ofWriters)
                .toList();
        int pauseMin = ofWriters ? WRITER_PAUSE_MS_MIN : CLUSTER_PAUSE_MS_MIN;
        int pauseMax = ofWriters ? WRITER_PAUSE_MS_MAX : CLUSTER_PAUSE_MS_MAX;
        List<Fault> faults = new ArrayList<>();
        int atMs = FIRST_MS + random.nextInt(pauseMin);
        while (atMs < endMs) {
            FaultKind kind = pick(kinds, random);
            int lastsMs = random.nextInt(kind.shortestMs, kind.longestMs + 1);
            faults.add(new Fault(atMs, lastsMs, kind, random.nextInt(targets)));
            boolean restarts = !ofWriters && kind.text.contains("started again");
            atMs += lastsMs + (restarts ? RECOVERY_MS : 0) + random.nextInt(pauseMin, pauseMax);
        }
        return faults;
    }

    private static FaultKind pick(List<FaultKind> kinds, SplittableRandom random) {
        int left = random.nextInt(kinds.stream().mapToInt(kind -> kind.weight).sum());
        for (FaultKind kind : kinds) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("The weights of " + kinds + " do not add up.");
    }

    /** Returns the faults of brokers and connections, or those of writers. */
    List<Fault> line(boolean ofWriters) {
        return faults.stream()
                .filter(fault -> fault.kind().isOfWriters() == ofWriters)
                .toList();
    }

    /** Returns how many faults of each kind there are. */
    Map<FaultKind, Integer> byKind() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }
}
