package io.myelin.bench;

import io.myelin.store.kafka.topic.LogTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Appends from three processes to one log, against one process that has a log to itself. */
final class Writers implements Measurement {

    private static final int PROCESSES = 3;
    private static final int CALLERS = 256;

    private final Stage stage;
    private long records;
    private long voids;
    private double leastShare = 1;

    Writers(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        LogTopic shared = stage.newTopic();
        LogTopic single = stage.newTopic();
        List<WriterProcess> all = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                all.add(start("writer-" + i, shared));
            }
            List<WriterProcess> together = List.copyOf(all);
            WriterProcess alone = start("alone", single);
            all.add(alone);
            return outcome(Sides.inTurn(
                    scale, round -> together(together, round, scale), round -> run(List.of(alone), round, scale)));
        } finally {
            for (WriterProcess process : all) {
                process.close();
            }
        }
    }

    private WriterProcess start(String name, LogTopic topic) throws Exception {
        return WriterProcess.start(name, CALLERS, stage.newDirectory(), stage.servers(), topic.name());
    }

    /** A round of the three; what it leaves in the log counts, unless it warms up. */
    private Load.Figures together(List<WriterProcess> writers, int round, Scale scale) throws Exception {
        long[] before = seen(writers.get(0));
        Load.Figures figures = run(writers, round, scale);
        long[] after = seen(writers.get(0));
        if (round < Sides.WARM_UP_ROUNDS) {
            leastShare = 1;
        } else {
            records += after[0] - before[0];
            voids += after[1] - before[1];
        }
        return figures;
    }

    private static long[] seen(WriterProcess writer) throws Exception {
        writer.tell("seen");
        String[] words = writer.answer();
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    /** Returns all processes' commits a second, and the slowest one's latencies. */
    private Load.Figures run(List<WriterProcess> writers, int round, Scale scale) throws Exception {
        for (WriterProcess writer : writers) {
            writer.tell("run " + round + " " + scale.span().toMillis());
        }
        double sum = 0;
        double least = Double.MAX_VALUE;
        double p50Ms = 0;
        double p99Ms = 0;
        for (WriterProcess writer : writers) {
            String[] words = writer.answer();
            double perSecond = Double.parseDouble(words[0]);
            sum += perSecond;
            least = Math.min(least, perSecond);
            p50Ms = Math.max(p50Ms, Double.parseDouble(words[1]));
            p99Ms = Math.max(p99Ms, Double.parseDouble(words[2]));
        }
        leastShare = Math.min(leastShare, least * writers.size() / sum);
        return new Load.Figures(sum, p50Ms, p99Ms);
    }

    private Outcome outcome(Sides sides) {
        double ratio = sides.ours().perSecond() / sides.baseline().perSecond();
        double voidShare = (double) voids / records;
        double p99Ms = sides.ours().p99Ms();
        return new Outcome(
                "writers",
                "commits/s",
                sides.ours().perSecond(),
                sides.baseline().perSecond(),
                "one of them alone",
                ratio,
                sides.ours().p50Ms(),
                p99Ms,
                String.format(
                        Locale.ROOT,
                        "ratio >= 0.5, p99 <= 100 ms, void <= 10 %% (%.1f), least share >= 0.5 (%.2f)",
                        100 * voidShare,
                        leastShare),
                ratio >= 0.5 && p99Ms <= 100 && voidShare <= 0.1 && leastShare >= 0.5);
    }
}
