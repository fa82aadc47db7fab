package io.myelin.console;

import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.verify.LogVerification;
import io.myelin.store.kafka.verify.Severity;
import io.myelin.store.kafka.verify.VerifyReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code log verify}. */
@Command(
        name = "verify",
        header = "Read a whole log, as a file-system check does, and report what is wrong with it.",
        description = {
            "",
            "Changes nothing, and may run beside nodes that write. Finds foreign records, broken and unfinished groups, torn"
                    + " commits, records that are gone, gaps and repeats of sequence numbers, repeated event identifiers, payloads that"
                    + " are not JSON, unknown event names, topic settings that would lose events, and an index that disagrees.",
            ""
        },
        footer = {"", "Exit codes: 0 nothing found, 1 warnings, 2 damage, 3 not verified."})
final class LogVerify implements Callable<Integer> {

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description = "Compare the index in DIR with the log. Its node must be stopped.")
    private @Nullable Path index;

    @Option(
            names = "--known-events",
            paramLabel = "FILE",
            description =
                    "The event names that the application reads: a text file with one a line, or a jar with classes that have"
                            + " @EventName. Others are reported. May be given more than once.")
    private Path[] knownEvents = {};

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Keep temporary files in DIR: 64 bytes for each event, twice that with --index (default:"
                    + " the system's temporary directory).")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    LogVerify(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TopicReport topic = connection.inspect();
        try (ScratchDirectory directory = ScratchDirectory.in(scratch);
                Progress progress = surroundings.progress("Verifying", 0)) {
            VerifyReport report = LogVerification.run(
                    new LogVerification.Parts(
                            connection.clients(),
                            topic,
                            KnownEvents.of(knownEvents),
                            Optional.ofNullable(index),
                            directory.path()),
                    progress::step);
            progress.close();
            surroundings.out().println(new VerificationText(topic.name(), report).text());
            surroundings.out().flush();
            return report.worst().map(LogVerify::exitCode).orElse(ExitCode.DONE);
        }
    }

    private static int exitCode(Severity worst) {
        return worst == Severity.DAMAGE ? ExitCode.DAMAGE : ExitCode.WARNINGS;
    }
}
