package io.myelin.bench;

import java.util.SplittableRandom;

/** Loads an aggregate of a hundred events from a large index, against the same from a tenth of it. */
final class LoadAggregate implements Measurement {

    private static final int LENGTH = 100;

    private final Stage stage;

    LoadAggregate(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        try (Stage.OpenLog large = stage.open(stage.newTopic(), stage.newDirectory());
                Stage.OpenLog small = stage.open(stage.newTopic(), stage.newDirectory())) {
            large.fill(scale.events(), LENGTH);
            small.fill(scale.events() / 10, LENGTH);
            Sides sides = Sides.inTurn(
                    scale,
                    round -> loadAny(large, scale, scale.events()),
                    round -> loadAny(small, scale, scale.events() / 10));
            double ratio = sides.ours().p99Ms() / sides.baseline().p99Ms();
            return new Outcome(
                    "load-aggregate",
                    "ms (p99)",
                    sides.ours().p99Ms(),
                    sides.baseline().p99Ms(),
                    "a tenth of the events",
                    ratio,
                    sides.ours().p50Ms(),
                    sides.ours().p99Ms(),
                    "p99 <= 2 ms, ratio <= 1.5",
                    ratio <= 1.5 && sides.ours().p99Ms() <= 2);
        }
    }

    private static Load.Figures loadAny(Stage.OpenLog log, Scale scale, int events) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        return Load.run(1, scale.span(), (caller, n) -> {
            String id = "filled-" + random.nextInt(events / LENGTH);
            int found = log.log().events(id, 0).size();
            if (found != LENGTH) {
                throw new IllegalStateException("Aggregate " + id + " has " + found + " events, not " + LENGTH + ".");
            }
        });
    }
}
