package io.myelin.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code log}: the commands on a log. */
@Command(name = "log", synopsisSubcommandLabel = "COMMAND", header = "Commands on a log.", description = "")
final class LogCommands {

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();
}
