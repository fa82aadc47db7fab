package io.myelin.console;

import io.myelin.store.kafka.log.IndexRebuild;
import io.myelin.store.kafka.topic.TopicReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code index rebuild}. */
@Command(
        name = "rebuild",
        header = "Delete an index and build it anew from the log.",
        description = {
            "",
            "A node does the same by itself when its index is missing; here it can be done before the node is needed. Loses"
                    + " nothing: the index is derived from the log. Snapshots are read when the node starts.",
            ""
        })
final class IndexRebuildCommand implements Callable<Integer> {

    @Option(
            names = "--index",
            paramLabel = "DIR",
            required = true,
            description = "The node's index directory. Refused if it is in use, or holds anything but an index.")
    private Path index = Path.of("");

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    IndexRebuildCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TopicReport topic = connection.inspect();
        long position;
        try (Progress progress = surroundings.progress("Rebuilding", 0)) {
            position = IndexRebuild.run(
                    new IndexRebuild.Parts(connection.clients(), topic.name(), topic.topicId(), index), progress::step);
        }
        surroundings.say("The index in %s holds everything below offset %d of '%s'.", index, position, topic.name());
        return ExitCode.DONE;
    }
}
