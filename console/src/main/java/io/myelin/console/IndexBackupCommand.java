package io.myelin.console;

import io.myelin.store.kafka.index.IndexBackup;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code index backup}. */
@Command(
        name = "backup",
        header = "Copy an index, so that a new node need not read the whole log.",
        description = {
            "",
            "Needs no broker. On the same file system the copy is made of links and takes no room and a moment; elsewhere files are"
                    + " copied.",
            ""
        })
final class IndexBackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The directory to create for the copy.")
    private Path backup = Path.of("");

    @Option(
            names = "--index",
            paramLabel = "DIR",
            required = true,
            description = "The node's index directory. Its node must be stopped.")
    private Path index = Path.of("");

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    IndexBackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        long position;
        try (LogIndex opened = LogIndex.openExisting(index, IndexSettings.defaults())) {
            IndexBackup.write(opened, backup);
            position = opened.position();
        }
        surroundings.say("%s holds everything below offset %d, as the index in %s does.", backup, position, index);
        return ExitCode.DONE;
    }
}
