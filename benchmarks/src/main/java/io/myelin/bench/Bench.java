package io.myelin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger log = LoggerFactory.getLogger(Bench.class);

    private static final Map<String, Function<Stage, Measurement>> MEASUREMENTS = measurements();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            completionCandidates = Names.class,
            description = "Measurements to run, all by default: ${COMPLETION-CANDIDATES}")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Shorter rounds and smaller logs: under three minutes in all.")
    private boolean quick;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            // ./bench may be called from anywhere, and writes into its own directory.
            defaultValue = "${sys:myelin.bench.results:-target/bench/results.json}",
            description = "Where to write the results as JSON (${DEFAULT-VALUE}).")
    private Path results = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec spec;

    /** The names of all measurements, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return MEASUREMENTS.keySet().iterator();
        }
    }

    /** Runs the command and ends the JVM with its exit code: 0, 1 if a measurement failed, 2 for a wrong option or name. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setParameterExceptionHandler((e, unused) -> {
            e.getCommandLine()
                    .getErr()
                    .println("bench: " + e.getMessage() + " ('./bench --help' lists what there is.)");
            return 2;
        });
    }

    @Override
    public Integer call() throws Exception {
        for (String name : names) {
            if (!MEASUREMENTS.containsKey(name)) {
                throw new CommandLine.ParameterException(spec.commandLine(), "Unknown measurement: '" + name + "'.");
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (Stage stage = new Stage()) {
            MEASUREMENTS.forEach((name, measurement) -> {
                if (names.isEmpty() || names.contains(name)) {
                    run(name, measurement.apply(stage), outcomes, failures);
                }
            });
        }
        spec.commandLine().getOut().print(Report.table(outcomes));
        spec.commandLine().getOut().flush();
        Report.write(outcomes, results);
        failures.forEach(spec.commandLine().getErr()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    /** One that fails must not cost what the others found. */
    private void run(String name, Measurement measurement, List<Outcome> outcomes, List<String> failures) {
        try (Progress unused = new Progress(name)) {
            outcomes.add(measurement.run(quick ? Scale.QUICK : Scale.FULL));
        } catch (Exception e) {
            log.error("{} failed", name, e);
            failures.add("bench: %s failed and is not in the table: %s".formatted(name, e));
        }
    }

    private static Map<String, Function<Stage, Measurement>> measurements() {
        Map<String, Function<Stage, Measurement>> all = new LinkedHashMap<>();
        all.put("append-throughput", stage -> new AppendToKafka(stage, false));
        all.put("append-latency", stage -> new AppendToKafka(stage, true));
        for (AppendToDatabase.Rival rival : AppendToDatabase.Rival.values()) {
            all.put(rival.measurement(), stage -> new AppendToDatabase(stage, rival));
        }
        all.put("commands", Commands::new);
        all.put("load-aggregate", LoadAggregate::new);
        all.put("projection-latency", ProjectionLatency::new);
        all.put("projection-steady", ProjectionSteady::new);
        all.put("projection-throughput", ProjectionThroughput::new);
        all.put("segments", Segments::new);
        all.put("index-rebuild", IndexRebuild::new);
        all.put("index-start", IndexStart::new);
        all.put("writers", Writers::new);
        return all;
    }
}
