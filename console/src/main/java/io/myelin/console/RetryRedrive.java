package io.myelin.console;

import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.CanaryReport;
import io.myelin.retry.parking.CanarySettings;
import io.myelin.retry.parking.Redrive;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry redrive}. */
@Command(
        name = "redrive",
        header = "Let dead sequences be tried again from their first event, in order.",
        description = {
            "",
            "The application must be running: it tries them, and this command only says so to its tables. Several are redriven with a"
                    + " canary: one, then a twentieth, then the rest, and the first that fails again ends it.",
            ""
        })
final class RetryRedrive implements Callable<Integer> {

    @Parameters(paramLabel = "GROUP", description = "The projection's name.")
    private String group = "";

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
            names = "--per-second",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many sequences a second (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(names = "--at-once", description = "All of them at once, without a canary.")
    private boolean atOnce;

    @Mixin
    private ActOptions act = new ActOptions();

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetryRedrive(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Which sequences. */
    static final class Choice {
        @Option(
                names = "--sequence",
                paramLabel = "SEQUENCE",
                required = true,
                description = "This one, as 'retry list' shows it.")
        private @Nullable String sequence;

        @Option(
                names = "--fingerprint",
                paramLabel = "FINGERPRINT",
                required = true,
                description = "Those that failed for this reason, as 'retry causes' shows it.")
        private @Nullable String fingerprint;

        @SuppressWarnings("UnusedVariable") // It is what is neither of the others.
        @Option(names = "--all", required = true, description = "All dead ones of the projection.")
        private boolean all;
    }

    @Override
    public Integer call() {
        Act by = act.act();
        Fingerprint reason = reason();
        CanarySettings settings = settings();
        return connection.with(surroundings.clock(), groups -> {
            Redrive redrive = groups.redrive(group);
            if (choice.sequence != null) {
                return one(redrive, choice.sequence, by);
            }
            return atOnce ? several(redrive, reason, by) : carefully(redrive, reason, by, settings);
        });
    }

    private @Nullable Fingerprint reason() {
        try {
            return choice.fingerprint == null ? null : new Fingerprint(choice.fingerprint);
        } catch (IllegalArgumentException e) {
            throw ConsoleException.usage(String.valueOf(e.getMessage()));
        }
    }

    private CanarySettings settings() {
        try {
            return new CanarySettings(perSecond, CanarySettings.DEFAULT.settleMax());
        } catch (IllegalArgumentException e) {
            throw ConsoleException.usage("--per-second: " + e.getMessage());
        }
    }

    private int one(Redrive redrive, String sequence, Act by) {
        if (!redrive.sequence(sequence, by)) {
            throw ConsoleException.failed(
                    "Sequence '%s' of '%s' is not dead, so nothing was done. 'myelin retry list' shows those that are."
                            .formatted(sequence, group));
        }
        surroundings.say("Sequence '%s' is tried again within a second of now.", sequence);
        return ExitCode.DONE;
    }

    private int several(Redrive redrive, @Nullable Fingerprint reason, Act by) {
        int redriven = reason == null ? redrive.all(by) : redrive.matching(reason, by);
        surroundings.say("%,d sequences are tried again within a second of now.", redriven);
        return ExitCode.DONE;
    }

    private int carefully(Redrive redrive, @Nullable Fingerprint reason, Act by, CanarySettings settings) {
        CanaryReport report = redrive.canary(reason, by, settings);
        surroundings.say("%s.", report);
        return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
