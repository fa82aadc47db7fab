package io.myelin.console;

import io.myelin.store.kafka.index.IndexBackup;
import io.myelin.store.kafka.index.IndexContents;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.TopicReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code index restore}. */
@Command(
        name = "restore",
        header = "Make an index of a backup, for a node that is not started yet.",
        description = {"", "Refuses a backup of another log. The backup stays as it is, for the next node.", ""})
final class IndexRestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path backup = Path.of("");

    @Option(
            names = "--index",
            paramLabel = "DIR",
            required = true,
            description = "The new node's index directory. It must not exist, or be empty.")
    private Path index = Path.of("");

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    IndexRestoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TopicReport topic = connection.inspect();
        long left = recordsLeft(topic);
        IndexBackup.restore(backup, index);
        surroundings.say(
                "The index in %s is restored. A node that starts with it has %,d records of '%s' to read.",
                index, left, topic.name());
        return ExitCode.DONE;
    }

    private long recordsLeft(TopicReport topic) {
        try (IndexContents contents = IndexContents.open(backup);
                LogScan scan = connection.openScan()) {
            if (!contents.topicId().equals(topic.topicId())) {
                throw refused("it is of the topic with id %s, and '%s' has id %s"
                        .formatted(contents.topicId(), topic.name(), topic.topicId()));
            }
            long end = scan.end();
            if (contents.position() > end) {
                throw refused("it holds everything below offset %d, and '%s' ends at %d"
                        .formatted(contents.position(), topic.name(), end));
            }
            contents.lastGroup().filter(group -> !scan.holds(group)).ifPresent(group -> {
                throw refused("its last group %s is not at offset %d of '%s'"
                        .formatted(group.groupId(), group.base(), topic.name()));
            });
            return end - contents.position();
        }
    }

    private ConsoleException refused(String found) {
        return ConsoleException.failed(
                "The backup in %s is of another log: %s. Nothing was restored. Take a backup of this log, or let the node read it from its start."
                        .formatted(backup, found));
    }
}
