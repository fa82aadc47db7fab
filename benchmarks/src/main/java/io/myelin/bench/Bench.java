package io.myelin.bench;

import io.myelin.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the store beside the alternatives and prints one table. Both sides run in turn in one JVM,"
                        + " with the broker in it; compare ratios, not absolute numbers.")
final class Bench implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "Measurements to run, all by default: append-throughput, append-latency, append-postgresql,"
                            + " append-h2, commands, load-aggregate, projection-latency, projection-throughput, index-rebuild, writers")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Shorter rounds and smaller logs: under three minutes in all.")
    private boolean quick;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Where to write the results as JSON (${DEFAULT-VALUE}).")
    private Path results = Path.of("target/bench/results.json");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec spec;

    /** Runs the command and ends the JVM with its exit code: 0, or 2 for a wrong option or name. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setParameterExceptionHandler((e, unused) -> {
            e.getCommandLine().getErr().println("bench: " + e.getMessage() + " './bench --help' lists what there is.");
            return 2;
        });
    }

    @Override
    public Integer call() throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (Stage stage = new Stage()) {
            Map<String, Measurement> all = measurements(stage);
            for (String name : names) {
                if (!all.containsKey(name)) {
                    throw new CommandLine.ParameterException(
                            spec.commandLine(), "Unknown measurement: '" + name + "'.");
                }
            }
            for (Map.Entry<String, Measurement> each : all.entrySet()) {
                if (names.isEmpty() || names.contains(each.getKey())) {
                    outcomes.add(run(each));
                }
            }
        }
        spec.commandLine().getOut().print(Report.table(outcomes));
        spec.commandLine().getOut().flush();
        Report.write(outcomes, results);
        return 0;
    }

    private Outcome run(Map.Entry<String, Measurement> measurement) throws Exception {
        try (Progress unused = new Progress(measurement.getKey())) {
            return measurement.getValue().run(quick ? Scale.QUICK : Scale.FULL);
        }
    }

    private static Map<String, Measurement> measurements(Stage stage) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("append-throughput", new AppendToKafka(stage, false));
        all.put("append-latency", new AppendToKafka(stage, true));
        all.put("append-postgresql", new AppendToDatabase(stage, TestDatabase.Product.POSTGRESQL, 20));
        all.put("append-h2", new AppendToDatabase(stage, TestDatabase.Product.H2, 5));
        all.put("commands", new Commands(stage));
        all.put("load-aggregate", new LoadAggregate(stage));
        all.put("projection-latency", new ProjectionLatency(stage));
        all.put("projection-throughput", new ProjectionThroughput(stage));
        all.put("index-rebuild", new IndexRebuild(stage));
        all.put("writers", new Writers(stage));
        return all;
    }
}
