package io.myelin.store.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import io.myelin.store.kafka.account.Account;
import io.myelin.store.kafka.account.Account.AccountEvent;
import io.myelin.store.kafka.account.Account.PayIn;
import io.myelin.store.kafka.index.IndexSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A node in a process of its own that starts on a log, works on accounts all over it, says what memory that took, and ends. Its heap is
 * all there from the start, so that the memory of two nodes differs by what they take outside of it.
 */
final class LoadedNode {

    private static final int COMMANDS = 3_000;

    private LoadedNode() {}

    /**
     * What it said.
     *
     * @param start until it took commands
     * @param residentMib the most memory that the process ever had, by the kernel's count; 0 where that isn't known
     */
    record Figures(Duration start, long residentMib) {}

    static Figures run(String topic, Path index, int accounts, int heapMib) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms" + heapMib + "m",
                        "-Xmx" + heapMib + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedNode.class.getName(),
                        SharedEmbeddedKafka.bootstrapServers(),
                        topic,
                        index.toString(),
                        Integer.toString(accounts))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String[] words = lines.lines()
                    .filter(line -> line.startsWith("figures "))
                    .findFirst()
                    .orElseThrow(() -> new IOException("The node ended without figures; see its error output."))
                    .split(" ", -1);
            return new Figures(Duration.ofMillis(Long.parseLong(words[1])), Long.parseLong(words[2]));
        } finally {
            process.waitFor();
        }
    }

    /** Arguments: bootstrap servers, topic, index directory, accounts in the log. */
    public static void main(String[] arguments) throws IOException {
        long startNanos = System.nanoTime();
        KafkaStore store = KafkaStore.with(settings(arguments[0], arguments[1], Path.of(arguments[2])));
        try (MyelinApplication app = application(store)) {
            app.start();
            long startMs = (System.nanoTime() - startNanos) / 1_000_000;
            for (int i = 0; i < COMMANDS; i++) {
                app.commandGateway().sendAndWait(new PayIn("a-" + i * 7_919 % Integer.parseInt(arguments[3]), 0));
            }
            System.out.println("figures " + startMs + " " + residentMib());
        }
    }

    static KafkaStoreSettings settings(String servers, String topic, Path index) {
        return KafkaStoreSettings.log(topic)
                .bootstrapServers(servers)
                .indexDirectory(index)
                .indexMemoryBytes(IndexSettings.MEMORY_BYTES_MIN)
                .recentEvents(10_000, 8 << 20)
                .build();
    }

    static MyelinApplication application(KafkaStore store) {
        return MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .module(store)
                .build();
    }

    private static long residentMib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1_024;
    }
}
