package io.myelin.sample;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The demo's command line. Exit codes: 0 done, 1 something went wrong, 2 called with something that can't be. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Demo.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "The Myelin sample shop, on a real Kafka broker and a database inside this one process.",
        description = {
            "",
            "Takes in 5,009 real orders as commands, keeps their events in Kafka, projects them into read models,"
                    + " and prints these. Started again it goes on where it was: nothing is placed twice.",
            ""
        },
        footer = {"", "Exit code: 0 done, 1 something went wrong, 2 an option or a value that can't be."})
public final class Demo implements Callable<Integer> {

    /** How long Ctrl-C waits: stopping takes about two seconds, and a command's answer may take ten. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    /** Names the log file to logback.xml. */
    private static final String LOG_PROPERTY = "io.myelin.sample.log";

    @Option(names = "--fresh", description = "Throw away what earlier runs left, and start over.")
    private boolean fresh;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Keep all data in DIR (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "19092",
            description =
                    "Let the broker listen on port N of 127.0.0.1; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--orders",
            paramLabel = "FILE",
            description = "Take in FILE, with columns as in superstore.csv, instead of the shop's own orders.")
    private @Nullable Path orders;

    @Option(
            names = "--exit",
            description = "End after the summary. (There are no pages to serve yet, so it always does.)")
    @SuppressWarnings("UnusedVariable") // taken, so that who says it today is understood when there are pages
    private boolean exit;

    private final StopRequest stop;

    private Demo(StopRequest stop) {
        this.stop = stop;
    }

    /** Runs the demo and ends the process with its exit code. */
    public static void main(String... arguments) {
        // Messages are in English; so are their numbers.
        Locale.setDefault(Locale.ENGLISH);
        StopRequest stop = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop), "demo-stop"));
        int exitCode;
        try {
            exitCode = commandLine(stop).execute(arguments);
        } finally {
            stop.ended();
        }
        System.exit(exitCode);
    }

    /** The command line, which prints a mistake as one line. */
    static CommandLine commandLine(StopRequest stop) {
        CommandLine commandLine = new CommandLine(new Demo(stop));
        commandLine.setParameterExceptionHandler((mistake, given) -> {
            report(mistake.getMessage() + ". './demo --help' lists the options.", commandLine.getErr());
            return DemoException.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, line, parsed) -> exitCodeOf(failure, line.getErr()));
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        DemoSettings settings = new DemoSettings(data, port, fresh, Optional.ofNullable(orders));
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            // Before the first logger is made, which reads it.
            System.setProperty(LOG_PROPERTY, directory.logFile().toString());
            Surroundings surroundings = new Surroundings(Screen.ofProcess(), System.out, Clock.systemUTC(), stop);
            return new DemoRun(settings, directory, surroundings).run() ? 0 : DemoException.FAILURE;
        }
    }

    private static int exitCodeOf(Exception failure, PrintWriter err) {
        if (failure instanceof DemoException expected) {
            report(String.valueOf(expected.getMessage()), err);
            return expected.exitCode();
        }
        LoggerFactory.getLogger(Demo.class).error("The demo ended early.", failure);
        report(
                "Ended early: " + failure + ". What was placed is kept; ./demo goes on with it." + " The log has more: "
                        + System.getProperty(LOG_PROPERTY),
                err);
        return DemoException.FAILURE;
    }

    private static void awaitEnd(StopRequest stop) {
        try {
            if (!stop.endWithin(STOP_LIMIT)) {
                System.err.println("demo: It didn't stop within " + STOP_LIMIT.toSeconds() + " s and is ended as it is."
                        + " What was placed is kept; ./demo goes on with it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(String message, PrintWriter err) {
        err.println("demo: " + message.replace('\n', ' '));
        err.flush();
    }

    /** Knows the version that the build wrote down. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "Myelin demo "
                        + ResourceBundle.getBundle("io.myelin.sample.version").getString("version")
            };
        }
    }
}
