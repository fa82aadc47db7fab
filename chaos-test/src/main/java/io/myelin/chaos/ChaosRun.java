package io.myelin.chaos;

import io.myelin.chaos.history.HistoryFile;
import io.myelin.chaos.history.ProcessHistory;
import io.myelin.chaos.judge.Judge;
import io.myelin.chaos.judge.Verdict;
import io.myelin.chaos.writer.WriterStore;
import io.myelin.embeddedkafka.EmbeddedKafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run from an empty directory to the report. */
final class ChaosRun {

    private static final long LOOK_MS = 250;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

    private final ChaosSettings settings;
    private final Consumer<String> progress;
    private final List<String> troubles = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param progress told in a line how far it is, every ten seconds
     */
    ChaosRun(ChaosSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs on a cluster of its own, with the faults that follow from the seed. */
    Report run() throws IOException, InterruptedException {
        empty(settings.directory());
        try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.builder()
                .dataDirectory(settings.directory().resolve("kafka"))
                .build()
                .start()) {
            return runOn(cluster, "chaos", FaultPlan.draw(settings));
        }
    }

    /** Runs on a cluster that is there, on a new log of it. */
    Report runOn(EmbeddedKafkaCluster cluster, String log, FaultPlan plan) throws IOException, InterruptedException {
        Files.createDirectories(settings.directory().resolve("history"));
        WriterStore.prepare(cluster.bootstrapServers(), log);
        List<WriterProcess> writers = IntStream.range(0, settings.writers())
                .mapToObj(number -> new WriterProcess(number, settings, cluster.bootstrapServers(), log))
                .toList();
        try {
            return run(cluster, log, plan, writers);
        } finally {
            for (WriterProcess writer : writers) {
                writer.kill();
            }
        }
    }

    private Report run(EmbeddedKafkaCluster cluster, String log, FaultPlan plan, List<WriterProcess> writers)
            throws IOException, InterruptedException {
        writers.forEach(WriterProcess::start);
        awaitFirstAcknowledgement(writers);
        Stalls stalls = new Stalls();
        long startNs = System.nanoTime();
        try (LeaderMoves leaders = new LeaderMoves(cluster.bootstrapServers(), log)) {
            FaultInjector injector = new FaultInjector(cluster, writers, leaders);
            List<Thread> lines = List.of(line(injector, plan, startNs, false), line(injector, plan, startNs, true));
            lines.forEach(Thread::start);
            watch(writers, injector, stalls, startNs);
            injector.stop();
            for (Thread line : lines) {
                line.join();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - startNs);
            cluster.healAll();
            finish(writers);
            progress.accept("The faults have ended; reading the log and the histories.");
            Verdict verdict = judge(cluster, log);
            return new Report(settings, took, injector.made(), lives(writers), stalls.longest(), verdict);
        }
    }

    private static Thread line(FaultInjector injector, FaultPlan plan, long startNs, boolean ofWriters) {
        return new Thread(
                () -> {
                    try {
                        injector.carryOut(plan.line(ofWriters), startNs);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                ofWriters ? "faults-of-writers" : "faults-of-brokers");
    }

    private void awaitFirstAcknowledgement(List<WriterProcess> writers) throws InterruptedException {
        Stalls waiting = new Stalls();
        while (writers.stream().anyMatch(writer -> writer.progress().acknowledged() == 0)) {
            Thread.sleep(LOOK_MS);
            if (waiting.current().compareTo(settings.patience()) > 0) {
                throw new IllegalStateException("A writer got no acknowledgement within " + settings.patience()
                        + ", before any fault. Its log, writer-N.log in the run's directory, says why.");
            }
        }
    }

    private void watch(List<WriterProcess> writers, FaultInjector injector, Stalls stalls, long startNs)
            throws InterruptedException {
        long saidNs = startNs;
        for (long nowNs = startNs; nowNs - startNs < settings.duration().toNanos(); nowNs = System.nanoTime()) {
            Thread.sleep(LOOK_MS);
            WriterProcess.Progress sum = sum(writers);
            stalls.saw(sum.acknowledged());
            if (nowNs - saidNs > PROGRESS_EVERY.toNanos()) {
                saidNs = nowNs;
                progress.accept("%s of %s: %,d acknowledged, %,d refused, %,d in doubt; %d faults, the last: %s"
                        .formatted(
                                Report.minutes(Duration.ofNanos(nowNs - startNs)),
                                Report.minutes(settings.duration()),
                                sum.acknowledged(),
                                sum.refused(),
                                sum.unknown(),
                                injector.made().values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                injector.current()));
            }
        }
    }

    private static WriterProcess.Progress sum(List<WriterProcess> writers) {
        return writers.stream()
                .map(WriterProcess::progress)
                .reduce(new WriterProcess.Progress(0, 0, 0), WriterProcess.Progress::plus);
    }

    private void finish(List<WriterProcess> writers) throws InterruptedException {
        writers.forEach(WriterProcess::finish);
        for (int number = 0; number < writers.size(); number++) {
            int code = writers.get(number).awaitFinished();
            if (code != 0) {
                troubles.add("Progress: writer %d did not finish after the faults had ended (exit code %d)."
                        .formatted(number, code));
            }
        }
    }

    private Verdict judge(EmbeddedKafkaCluster cluster, String log) throws IOException {
        List<ProcessHistory> histories = new ArrayList<>();
        try (Stream<Path> files = Files.list(settings.directory().resolve("history"))) {
            for (Path file : files.sorted().toList()) {
                histories.add(HistoryFile.read(file));
            }
        }
        Verdict found = Judge.judge(WholeLog.read(cluster.bootstrapServers(), log), histories);
        return found.with(troubles);
    }

    private static Report.Lives lives(List<WriterProcess> writers) {
        return new Report.Lives(
                writers.stream().mapToInt(WriterProcess::lives).sum(),
                writers.stream().mapToInt(WriterProcess::notOpened).sum());
    }

    private static void empty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
