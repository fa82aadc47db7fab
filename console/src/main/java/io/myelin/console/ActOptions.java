package io.myelin.console;

import io.myelin.retry.parking.Act;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does it, and why: kept in the audit table for good. */
final class ActOptions {

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; kept for good, up to 400 characters.")
    private String reason = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Who (default: the one who is logged in here).")
    private @Nullable String actor;

    Act act() {
        try {
            return new Act(actor == null ? System.getProperty("user.name") : actor, reason);
        } catch (IllegalArgumentException e) {
            throw ConsoleException.usage(String.valueOf(e.getMessage()));
        }
    }
}
