package io.myelin.console;

import io.myelin.retry.parking.ParkedSequence;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.ParkedSequences;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry list}. */
@Command(name = "list", header = "List a projection's parked sequences, those parked first first.", description = "")
final class RetryList implements Callable<Integer> {

    @Parameters(paramLabel = "GROUP", description = "The projection's name.")
    private String group = "";

    @Option(names = "--retrying", description = "Those that are tried again by themselves, instead of the dead ones.")
    private boolean retrying;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "End after N sequences, at most " + ParkedSequences.PAGE_MAX + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetryList(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > ParkedSequences.PAGE_MAX) {
            throw ConsoleException.usage(
                    "--limit must lie between 1 and %d, was %d.".formatted(ParkedSequences.PAGE_MAX, limit));
        }
        State state = retrying ? State.RETRYING : State.DEAD;
        List<ParkedSequence> found = connection.with(
                surroundings.clock(), groups -> groups.sequences(group).list(state, null, limit));
        if (found.isEmpty()) {
            surroundings.say("No sequence of '%s' is %s.", group, retrying ? "being tried again" : "dead");
        } else {
            surroundings.say("%8s %8s  %-16s  %-24s  %s", "events", "attempts", "fingerprint", "parked", "sequence");
            found.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(ParkedSequence sequence) {
        surroundings.say(
                "%,8d %,8d  %-16s  %-24s  %s",
                sequence.letters(),
                sequence.progress().attempts(),
                sequence.lastFailure()
                        .map(failure -> failure.fingerprint().value())
                        .orElse("-"),
                sequence.parkedAt(),
                sequence.label());
    }
}
