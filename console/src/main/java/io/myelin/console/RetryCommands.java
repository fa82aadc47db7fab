package io.myelin.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retry}: the commands on what an application has parked. */
@Command(
        name = "retry",
        synopsisSubcommandLabel = "COMMAND",
        header = "Commands on events that failed and wait, or were given up.",
        description = "")
final class RetryCommands {

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();
}
