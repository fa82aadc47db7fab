package io.myelin.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Runs two sides in turn, so that a machine whose speed drifts is unfair to neither. */
record Sides(Load.Figures ours, Load.Figures baseline) {

    /** One round of one side. */
    interface Side {
        Load.Figures run(int round) throws Exception;
    }

    /** Runs a round of each to warm up, then the scale's; returns the round with the median throughput of each side. */
    static Sides inTurn(Scale scale, Side ours, Side baseline) throws Exception {
        List<Load.Figures> our = new ArrayList<>();
        List<Load.Figures> their = new ArrayList<>();
        for (int round = 0; round <= scale.rounds(); round++) {
            our.add(ours.run(round));
            their.add(baseline.run(round));
        }
        return new Sides(median(our.subList(1, our.size())), median(their.subList(1, their.size())));
    }

    private static Load.Figures median(List<Load.Figures> rounds) {
        ToDoubleFunction<Load.Figures> speed = Load.Figures::perSecond;
        return rounds.stream()
                .sorted(Comparator.comparingDouble(speed))
                .skip((rounds.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
