package io.myelin.console;

import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.BulkWriter;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.LogTopic;
import io.myelin.store.kafka.topic.TopicSetup;
import io.myelin.store.kafka.transfer.ExportTotals;
import io.myelin.store.kafka.transfer.LogImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log import}. */
@Command(
        name = "import",
        header = "Append the events of an export to a log.",
        description = {
            "",
            "Reads the whole file first: one that is cut or was changed is refused before anything is written. Creates the log if"
                    + " it isn't there. Events keep identifier, sequence number and time, and commits stay whole; stamps and offsets"
                    + " are new, so tokens of projections mean nothing in the new log: replay them.",
            ""
        })
final class LogImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file that 'log export' wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--append",
            description =
                    "Write to a log that is not empty: go on with an import that was interrupted, or add to others' events. Commits"
                            + " that are there already are skipped.")
    private boolean append;

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description =
                    "Keep the index that is made on the way in DIR, for a node to start with (default: a temporary one).")
    private @Nullable Path index;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description =
                    "Keep the temporary index in DIR: about 350 bytes for each event (default: the system's temporary directory).")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    LogImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ExportTotals totals = check();
        LogTopic topic = TopicSetup.prepare(
                        connection.adminProperties(), connection.topicSettings().build())
                .log();
        refuseUnlessEmpty();
        LogImport.Imported imported;
        if (index != null) {
            imported = importWith(topic, index, totals);
        } else {
            try (ScratchDirectory directory = ScratchDirectory.in(scratch)) {
                imported = importWith(topic, directory.path().resolve("index"), totals);
            }
        }
        surroundings.say(
                "Imported %,d events in %,d commits into '%s'; %,d events were there already.",
                imported.events(), imported.commits(), connection.log(), imported.skippedEvents());
        return ExitCode.DONE;
    }

    private ExportTotals check() {
        try (Progress progress = surroundings.progress("Checking", 0)) {
            return LogImport.check(file, progress::step);
        }
    }

    private void refuseUnlessEmpty() {
        try (LogScan scan = connection.openScan()) {
            if (!append && scan.end() > 0) {
                throw ConsoleException.failed(
                        ("Log '%s' is not empty: it ends at offset %d. Nothing was imported. If an import of this file was"
                                        + " interrupted, or the log should hold both, say --append; otherwise choose a log of its own.")
                                .formatted(connection.log(), scan.end()));
            }
        }
    }

    private LogImport.Imported importWith(LogTopic topic, Path directory, ExportTotals totals) {
        try (LogIndex opened = LogIndex.open(directory, topic.topicId(), IndexSettings.defaults());
                BulkWriter writer = open(new BulkWriter.Parts(topic, connection.clients(), opened));
                Progress progress = surroundings.progress("Importing", 0)) {
            return LogImport.run(file, writer, totals, progress::step);
        }
    }

    private BulkWriter open(BulkWriter.Parts parts) {
        try (Progress progress = surroundings.progress("Reading what is there", 0)) {
            return BulkWriter.open(parts, progress::step);
        }
    }
}
