package io.myelin.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSettings;
import io.myelin.store.kafka.topic.TopicSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The other end of {@link WriterProcess}: a process with an index of its own that appends when it is told to.
 *
 * <p>Reads lines from its input and answers each with one: {@code run ROUND MILLISECONDS} with its figures, {@code seen} with how
 * many records of the log it has read and how many of them were void. It ends with its input.
 */
final class WritingNode {

    private final String name;
    private final int callers;
    private final KafkaCommitLog log;
    private final SimpleMeterRegistry registry;

    private WritingNode(String name, int callers, KafkaCommitLog log, SimpleMeterRegistry registry) {
        this.name = name;
        this.callers = callers;
        this.log = log;
        this.registry = registry;
    }

    /** Arguments: name, callers, bootstrap servers, topic, index directory. */
    public static void main(String[] arguments) throws Exception {
        String servers = arguments[2];
        LogTopic topic = TopicSetup.prepare(
                        Map.of("bootstrap.servers", servers),
                        TopicSettings.log(arguments[3]).build())
                .log();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (LogIndex index = LogIndex.open(Path.of(arguments[4]), topic.topicId(), IndexSettings.defaults());
                KafkaCommitLog log = KafkaCommitLog.open(new KafkaCommitLog.Parts(
                        topic,
                        new LogClients(servers, Map.of()),
                        index,
                        LogSettings.defaults(),
                        registry,
                        Thread::new))) {
            new WritingNode(arguments[0], Integer.parseInt(arguments[1]), log, registry).answerLines();
        }
    }

    @SuppressWarnings("SystemOut") // The line to the process that started this one.
    private void answerLines() throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = System.out;
        answers.println("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "run" -> run(words[1], Duration.ofMillis(Long.parseLong(words[2])));
            case "seen" -> seen();
            default -> throw new IOException("Unknown line: " + String.join(" ", words));
        };
    }

    private String run(String round, Duration span) throws Exception {
        Load.Figures figures = Load.run(
                callers,
                span,
                (caller, number) -> log.append(List.of(Stage.event(name + "-" + round + "-" + caller, number))));
        return String.format(Locale.ROOT, "%f %f %f", figures.perSecond(), figures.p50Ms(), figures.p99Ms());
    }

    private String seen() throws InterruptedException {
        for (long end = log.end(); log.position() < end; ) {
            Thread.sleep(10);
        }
        Counter voids =
                registry.get("store.records.skipped").tag("kind", "void").counter();
        return log.position() + " " + Math.round(voids.count());
    }
}
