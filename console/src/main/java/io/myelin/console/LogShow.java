package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.log.ValidEvent;
import io.myelin.store.kafka.transfer.EventLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code log show}. */
@Command(
        name = "show",
        header = "Show events as JSON, one a line, decoded.",
        description = {
            "",
            "What has happened only: void and foreign records, and fences, are left out. The fields are those of an export"
                    + " (docs/operations/export-format.md). Progress goes to the error stream.",
            ""
        })
final class LogShow implements Callable<Integer> {

    /** Looking flushes, which costs as much as some events. */
    private static final int EVENTS_PER_LOOK = 256;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--limit", paramLabel = "N", description = "End after N events.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    LogShow(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Which events. */
    static final class Choice {
        @Option(
                names = "--aggregate",
                paramLabel = "ID",
                required = true,
                description = "All events of this aggregate. Reads the whole log.")
        private @Nullable String aggregate;

        @Option(
                names = "--from",
                paramLabel = "OFFSET",
                required = true,
                description = "The event at this offset, and all after it.")
        private @Nullable Long from;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                required = true,
                description = "The first event at or after this time, as 2026-03-01T10:00:00Z, and all after it.")
        private @Nullable Instant at;
    }

    @Override
    public Integer call() {
        if (limit < 0 || (choice.from != null && choice.from < 0)) {
            throw ConsoleException.usage("--limit and --from count from 0; a negative number is no place in a log.");
        }
        connection.inspect();
        try (LogScan scan = connection.openScan()) {
            long end = scan.end();
            long from = Math.max(scan.beginning(), start(scan, end));
            try (Progress progress = surroundings.progress("Reading", end - from)) {
                scan.events(from, end, limited(progress, event -> {
                    progress.step(event.logged().offset() - from);
                    return isChosen(event);
                }));
            }
        }
        surroundings.out().flush();
        return ExitCode.DONE;
    }

    private long start(LogScan scan, long end) {
        if (choice.at != null) {
            return scan.offsetAt(choice.at, end);
        }
        return choice.from == null ? 0 : choice.from;
    }

    private boolean isChosen(ValidEvent event) {
        return choice.aggregate == null
                || choice.aggregate.equals(event.logged().event().aggregateId());
    }

    /** Lets a person see it at once, and notices when nobody reads any more, as after {@code | head}. */
    private boolean isRead(long countdown) {
        boolean look = surroundings.screen().isTerminal() || countdown % EVENTS_PER_LOOK == 0;
        return !look || !surroundings.out().checkError();
    }

    /** Prints what is chosen, until there is enough or nobody reads any more. */
    private Predicate<ValidEvent> limited(Progress progress, Predicate<ValidEvent> chosen) {
        PrintWriter out = surroundings.out();
        long[] left = {limit};
        return event -> {
            if (left[0] <= 0) {
                return false;
            }
            if (chosen.test(event)) {
                left[0]--;
                progress.clear();
                out.println(new String(EventLine.of(event), UTF_8));
                return left[0] > 0 && isRead(left[0]);
            }
            return left[0] > 0;
        };
    }
}
