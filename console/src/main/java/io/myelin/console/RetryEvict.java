package io.myelin.console;

import io.myelin.retry.parking.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retry evict}. */
@Command(
        name = "evict",
        header = "Drop all parked events of a sequence for good.",
        description = {
            "",
            "They never take effect in this projection; later events of the sequence are handled again.",
            ""
        })
final class RetryEvict implements Callable<Integer> {

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

    RetryEvict(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Act by = act.act();
        int evicted = connection.with(
                surroundings.clock(), groups -> groups.redrive(group).evict(sequence, by));
        if (evicted == 0) {
            throw ConsoleException.failed(
                    "No sequence '%s' of '%s' is parked, so nothing was done.".formatted(sequence, group));
        }
        surroundings.say("%,d events of '%s' are dropped.", evicted, sequence);
        return ExitCode.DONE;
    }
}
