package io.myelin.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code ./chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Lets several writers work on one log on three brokers while brokers, writers and connections fail, and judges what came of it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All that must hold, held.",
            "1:Anomalies were found; the report lists them, and the directory holds all that led to them.",
            "2:An option can't be.",
            "3:The run could not be carried out."
        })
final class Chaos implements Callable<Integer> {

    private static final int CLEAN = 0;
    private static final int ANOMALIES = 1;
    private static final int UNUSABLE = 2;
    private static final int BROKE_OFF = 3;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long faults are made, a fraction too (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "What follows from a seed is the plan of faults and what writers do (default: from the clock).")
    private @Nullable Long seed;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Processes that write (default: ${DEFAULT-VALUE}).")
    private int writers;

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Callers of each writer (default: ${DEFAULT-VALUE}).")
    private int callers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "target/chaos",
            description = "For brokers, indexes, histories and logs; emptied first (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("target", "chaos");

    /** Runs; the process's exit code says how it went. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos())
                .setParameterExceptionHandler((e, given) -> {
                    System.err.println("chaos: " + e.getMessage() + " (--help lists the options)");
                    return UNUSABLE;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        ChaosSettings settings;
        try {
            settings = new ChaosSettings(
                    seed == null ? System.currentTimeMillis() : seed,
                    Duration.ofMillis(Math.round(minutes * 60_000)),
                    writers,
                    ChaosSettings.Load.of(callers),
                    directory.toAbsolutePath().resolve("run"),
                    ChaosSettings.PATIENCE,
                    List.of());
        } catch (IllegalArgumentException e) {
            System.err.println("chaos: " + e.getMessage());
            return UNUSABLE;
        }
        System.err.println("chaos: seed %d, in %s".formatted(settings.seed(), settings.directory()));
        try {
            Report report = new ChaosRun(settings, line -> System.err.println("chaos: " + line)).run();
            Files.writeString(settings.directory().resolve("report.txt"), report.text());
            System.out.print(report.text());
            return report.verdict().isClean() ? CLEAN : ANOMALIES;
        } catch (IOException | RuntimeException e) {
            System.err.println("chaos: The run could not be carried out: " + e.getMessage());
            return BROKE_OFF;
        }
    }
}
