package io.myelin.console;

import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.transfer.ExportTotals;
import io.myelin.store.kafka.transfer.LogExport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code log export}. */
@Command(
        name = "export",
        header = "Write all events of a log into a file.",
        description = {
            "",
            "The file is JSON lines, compressed with gzip, with a checksum at its end: docs/operations/export-format.md. It has .part"
                    + " behind its name until it is whole. What nodes write meanwhile is left out.",
            ""
        })
final class LogExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file to create, for instance orders.jsonl.gz.")
    private Path file = Path.of("");

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    LogExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TopicReport topic = connection.inspect();
        Thread cleaning = new Thread(() -> LogExport.deleteUnfinished(file), "export-cleaning");
        Runtime.getRuntime().addShutdownHook(cleaning);
        ExportTotals totals = export(topic);
        Runtime.getRuntime().removeShutdownHook(cleaning);
        surroundings.say(
                "Exported %,d events in %,d commits of '%s' to %s. SHA-256 of the lines: %s",
                totals.events(), totals.commits(), connection.log(), file, totals.sha256());
        return ExitCode.DONE;
    }

    private ExportTotals export(TopicReport topic) {
        try (LogScan scan = connection.openScan();
                Progress progress = surroundings.progress("Exporting", 0)) {
            return LogExport.run(scan, topic, file, surroundings.clock().instant(), progress::step);
        }
    }
}
