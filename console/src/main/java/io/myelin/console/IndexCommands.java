package io.myelin.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code index}: the commands on a node's index. */
@Command(
        name = "index",
        synopsisSubcommandLabel = "COMMAND",
        header = "Commands on the index of a node that is stopped.",
        description = "")
final class IndexCommands {

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();
}
