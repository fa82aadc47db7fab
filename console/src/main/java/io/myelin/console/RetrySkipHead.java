package io.myelin.console;

import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.ParkedGroups;
import picocli.CommandLine.Command;

/** {@code retry skip-head}. */
@Command(
        name = "skip-head",
        header = "Drop the first event of a dead sequence for good, and try the rest.",
        description = {"", "It never takes effect in this projection. The audit table keeps who did it and why.", ""})
final class RetrySkipHead extends ActOnSequence {

    RetrySkipHead(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(ParkedGroups groups, Act by) {
        boolean skipped = groups.redrive(group).skipHead(sequence, by);
        if (!skipped) {
            throw ConsoleException.failed(
                    "Sequence '%s' of '%s' is not dead, so nothing was done.".formatted(sequence, group));
        }
        say("The first event of '%s' is dropped; what waited behind it is tried.", sequence);
    }
}
