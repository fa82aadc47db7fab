package io.myelin.console;

import io.myelin.retry.parking.FailureCause;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retry causes}. */
@Command(
        name = "causes",
        header = "List for what reasons sequences of a projection failed.",
        description = {
            "",
            "All that failed for one reason share a fingerprint, whatever their data; 'retry redrive --fingerprint' takes it.",
            ""
        })
final class RetryCauses implements Callable<Integer> {

    @Parameters(paramLabel = "GROUP", description = "The projection's name.")
    private String group = "";

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetryCauses(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<FailureCause> found = connection.with(surroundings.clock(), groups -> groups.causes(group));
        if (found.isEmpty()) {
            surroundings.say("Nothing of '%s' is parked after a failure.", group);
        } else {
            surroundings.say(
                    "%-16s %10s %10s  %-10s  %s", "fingerprint", "dead", "retrying", "category", "last failure");
            found.forEach(each -> surroundings.say(
                    "%-16s %,10d %,10d  %-10s  %s",
                    each.fingerprint(),
                    each.dead(),
                    each.retrying(),
                    each.category().name().toLowerCase(Locale.ROOT),
                    each.lastFailedAt()));
        }
        return ExitCode.DONE;
    }
}
