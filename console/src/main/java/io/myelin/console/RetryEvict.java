package io.myelin.console;

import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.ParkedGroups;
import picocli.CommandLine.Command;

/** {@code retry evict}. */
@Command(
        name = "evict",
        header = "Drop all parked events of a sequence for good.",
        description = {
            "",
            "They never take effect in this projection; later events of the sequence are handled again.",
            ""
        })
final class RetryEvict extends ActOnSequence {

    RetryEvict(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(ParkedGroups groups, Act by) {
        int evicted = groups.redrive(group).evict(sequence, by);
        if (evicted == 0) {
            throw ConsoleException.failed(
                    "No sequence '%s' of '%s' is parked, so nothing was done.".formatted(sequence, group));
        }
        say("%,d events of '%s' are dropped.", evicted, sequence);
    }
}
