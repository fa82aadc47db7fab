package io.myelin.console;

import io.myelin.retry.parking.ParkedGroups;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retry groups}. */
@Command(
        name = "groups",
        header = "List the projections that have something parked.",
        description = {"", "Retrying goes on by itself; dead waits for somebody.", ""})
final class RetryGroups implements Callable<Integer> {

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetryGroups(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<ParkedGroups.Summary> found = connection.with(surroundings.clock(), ParkedGroups::summaries);
        if (found.isEmpty()) {
            surroundings.say("Nothing is parked.");
        } else {
            surroundings.say("%10s %10s %10s  %s", "dead", "retrying", "events", "group");
            found.forEach(each -> surroundings.say(
                    "%,10d %,10d %,10d  %s", each.dead(), each.retrying(), each.letters(), each.group()));
        }
        return ExitCode.DONE;
    }
}
