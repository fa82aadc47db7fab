package io.myelin.console;

import io.myelin.retry.parking.ParkedSequences;
import io.myelin.retry.parking.ParkedSequences.Event;
import io.myelin.retry.parking.ParkedSequences.PastAttempt;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry show}. */
@Command(
        name = "show",
        header = "Show the events of a parked sequence, and what became of each attempt.",
        description = {"", "The first event is the one that failed; the others wait behind it. No payload is shown.", ""
        })
final class RetryShow implements Callable<Integer> {

    private static final int EVENTS_MAX = 20;

    @Parameters(index = "0", paramLabel = "GROUP", description = "The projection's name.")
    private String group = "";

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "As 'retry list' shows it.")
    private String sequence = "";

    @Option(names = "--stack", description = "With whole stack traces.")
    private boolean stack;

    @Mixin
    private JdbcConnection connection = new JdbcConnection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    RetryShow(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return connection.with(surroundings.clock(), groups -> show(groups.sequences(group)));
    }

    private int show(ParkedSequences sequences) {
        List<Event> events = sequences.events(sequence, 0, EVENTS_MAX);
        if (events.isEmpty()) {
            throw ConsoleException.failed(
                    "No sequence '%s' of '%s' is parked. 'myelin retry list' shows those that are."
                            .formatted(sequence, group));
        }
        events.forEach(event -> surroundings.say("event %s  %s  %s", event.eventId(), event.name(), event.eventTime()));
        if (events.size() == EVENTS_MAX) {
            surroundings.say("... and perhaps more");
        }
        sequences.attempts(events.get(0).eventId()).forEach(this::print);
        return ExitCode.DONE;
    }

    private void print(PastAttempt attempt) {
        surroundings.say(
                "attempt %d%s  %s  %s  on %s",
                attempt.number(),
                attempt.redrive() == 0 ? "" : " of redrive " + attempt.redrive(),
                attempt.startedAt(),
                attempt.outcome().name().toLowerCase(Locale.ROOT),
                attempt.node());
        attempt.failure().ifPresent(failure -> {
            surroundings.say(
                    "  %s, fingerprint %s: %s: %s",
                    failure.category().name().toLowerCase(Locale.ROOT),
                    failure.fingerprint(),
                    failure.exceptionClass(),
                    failure.message());
            if (stack) {
                surroundings.say("%s", failure.stackTrace().indent(2).stripTrailing());
            }
        });
    }
}
