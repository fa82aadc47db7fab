package io.myelin.console;

import io.myelin.retry.parking.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retry skip-head}. */
@Command(
        name = "skip-head",
        header = "Drop the first event of a dead sequence for good, and try the rest.",
        description = {"", "It never takes effect in this projection. The audit table keeps who did it and why.", ""})
final class RetrySkipHead implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "GROUP", description = "The projection's name.")
    private String group = "";

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "As 'retry list' shows it.")
    private String sequence = "";

    @Mixin
    private ActOptions act = new ActOptions();

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetrySkipHead(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Act by = act.act();
        boolean skipped = connection.with(
                surroundings.clock(), groups -> groups.redrive(group).skipHead(sequence, by));
        if (!skipped) {
            throw ConsoleException.failed(
                    "Sequence '%s' of '%s' is not dead, so nothing was done.".formatted(sequence, group));
        }
        surroundings.say("The first event of '%s' is dropped; what waited behind it is tried.", sequence);
        return ExitCode.DONE;
    }
}
