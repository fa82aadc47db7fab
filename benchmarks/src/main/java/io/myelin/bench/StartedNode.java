package io.myelin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.core.application.MyelinApplication;
import io.myelin.store.kafka.KafkaStore;
import io.myelin.store.kafka.KafkaStoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** A process that starts an application on a log, gives it work for a while, says what that took, and ends. */
final class StartedNode {

    private static final int CALLERS = 32;

    private StartedNode() {}

    /**
     * What a start and the work after it took.
     *
     * @param startSeconds from before the application was built until it took commands
     * @param commandsPerSecond in the work after it, each on any account of the log
     * @param heapMib the most that was ever used of the heap, garbage included
     * @param residentMib the most memory that the process ever had, by the kernel's count ({@code VmHWM})
     */
    record Figures(double startSeconds, double commandsPerSecond, double heapMib, double residentMib) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.1f s, then %,.0f commands/s; heap at most %.0f MiB, resident at most %.0f MiB",
                    startSeconds,
                    commandsPerSecond,
                    heapMib,
                    residentMib);
        }
    }

    /** Runs a node with the heap of {@link IndexStart#HEAP_MIB} and waits for its end. */
    static Figures inAProcess(String servers, LargeLog log, Path index, Duration work)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + IndexStart.HEAP_MIB + "m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                StartedNode.class.getName(),
                servers,
                log.topic().name(),
                index.toString(),
                String.valueOf(log.accounts()),
                String.valueOf(work.toMillis())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            process.waitFor();
            if (line == null) {
                throw new IOException(
                        "A node's process ended without figures; what it said on the error stream tells why.");
            }
            String[] words = line.split(" ", -1);
            return new Figures(
                    Double.parseDouble(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]));
        }
    }

    /** Arguments: bootstrap servers, topic, index directory, accounts, milliseconds of work. */
    @SuppressWarnings("SystemOut") // The line to the process that started this one.
    public static void main(String[] arguments) throws Exception {
        long startNanos = System.nanoTime();
        try (MyelinApplication app = MyelinApplication.builder()
                .aggregate(Account.class)
                .events(Account.Deposited.class)
                .module(KafkaStore.with(KafkaStoreSettings.log(arguments[1])
                        .bootstrapServers(arguments[0])
                        .indexDirectory(Path.of(arguments[2]))
                        .build()))
                .build()) {
            app.start();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            double perSecond =
                    work(app, Integer.parseInt(arguments[3]), Duration.ofMillis(Long.parseLong(arguments[4])));
            System.out.printf(Locale.ROOT, "%f %f %f %f%n", seconds, perSecond, heapMib(), residentMib());
        }
    }

    private static double work(MyelinApplication app, int accounts, Duration span) throws Exception {
        return Load.run(
                        CALLERS,
                        span,
                        (caller, number) -> app.commandGateway()
                                .sendAndWait(new Account.Deposit(
                                        LargeLog.account(
                                                ThreadLocalRandom.current().nextInt(accounts)),
                                        1)))
                .perSecond();
    }

    private static double heapMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / (double) (1 << 20);
    }

    /** Zero where there is no {@code /proc}. */
    private static double residentMib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }
}
