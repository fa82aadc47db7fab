package io.myelin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Runs two sides in turn, so that a machine whose speed drifts is unfair to neither. */
record Sides(Load.Figures ours, Load.Figures baseline) {

    /** One round of one side. */
    interface Side {
        Load.Figures run(int round) throws Exception;
    }

    /** Rounds that the compiler is given before anything counts. */
    static final int WARM_UP_ROUNDS = 2;

    /** Warms up, then runs the scale's rounds; returns for each side the median of each figure. */
    static Sides inTurn(Scale scale, Side ours, Side baseline) throws Exception {
        List<Load.Figures> our = new ArrayList<>();
        List<Load.Figures> their = new ArrayList<>();
        for (int round = 0; round < WARM_UP_ROUNDS + scale.rounds(); round++) {
            our.add(cleanly(ours, round));
            their.add(cleanly(baseline, round));
        }
        return new Sides(
                median(our.subList(WARM_UP_ROUNDS, our.size())), median(their.subList(WARM_UP_ROUNDS, their.size())));
    }

    /** One side's garbage must not cost the other its time. */
    private static Load.Figures cleanly(Side side, int round) throws Exception {
        System.gc();
        return side.run(round);
    }

    /** Returns our throughput divided by theirs. */
    double speedRatio() {
        return ours.perSecond() / baseline.perSecond();
    }

    private static Load.Figures median(List<Load.Figures> rounds) {
        return new Load.Figures(
                median(rounds, Load.Figures::perSecond),
                median(rounds, Load.Figures::p50Ms),
                median(rounds, Load.Figures::p99Ms));
    }

    private static double median(List<Load.Figures> rounds, ToDoubleFunction<Load.Figures> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
