package io.myelin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts an application in a process of its own on the index of a large log, against starting it without an index; both then
 * take commands on accounts all over the log. Says what memory that took.
 */
final class IndexStart implements Measurement {

    /** The heap that a node gets by ARCHITECTURE's word. */
    static final int HEAP_MIB = 512;

    /** The default of the index, {@code IndexSettings.defaults()}. */
    private static final int INDEX_MIB = 256;

    /** Class data, compiled code, threads' stacks, network buffers, and the collector's own. */
    private static final int JVM_MIB = 256;

    /** As the target is stated, for ten million events. */
    private static final double START_SECONDS_MAX = 10;

    /** From the full scale's million to the ten that the target speaks of. */
    private static final int TIMES = 10;

    private final Stage stage;

    IndexStart(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        LargeLog log = LargeLog.filled(stage, scale.equals(Scale.FULL) ? TIMES * scale.events() : scale.events());
        StartedNode.Figures rebuilt = start("without an index", log, stage.newDirectory(), scale);
        List<StartedNode.Figures> starts = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            starts.add(start("with its index", log, log.index(), scale));
        }
        double seconds = starts.stream()
                .mapToDouble(StartedNode.Figures::startSeconds)
                .sorted()
                .toArray()[scale.rounds() / 2];
        double residentMib =
                starts.stream().mapToDouble(StartedNode.Figures::residentMib).reduce(rebuilt.residentMib(), Math::max);
        int limitMib = HEAP_MIB + INDEX_MIB + JVM_MIB;
        return new Outcome(
                "index-start",
                "s",
                seconds,
                rebuilt.startSeconds(),
                "without an index",
                seconds / rebuilt.startSeconds(),
                0,
                0,
                String.format(
                        Locale.ROOT,
                        "%,d events: < %.0f s, heap %d MiB, resident <= %d MiB (%.0f)",
                        log.accounts() * LargeLog.DEPOSITS,
                        START_SECONDS_MAX,
                        HEAP_MIB,
                        limitMib,
                        residentMib),
                seconds < START_SECONDS_MAX && residentMib <= limitMib);
    }

    private StartedNode.Figures start(String how, LargeLog log, Path index, Scale scale) throws Exception {
        StartedNode.Figures figures = StartedNode.inAProcess(stage.servers(), log, index, scale.span());
        Progress.say("a start %s: %s".formatted(how, figures));
        return figures;
    }
}
