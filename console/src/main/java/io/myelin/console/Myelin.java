package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.topic.Secrets;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line for operators. */
@Command(
        name = "myelin",
        versionProvider = Myelin.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Looks after a log, its indexes, and events that failed.",
        description = "",
        footer = {
            "",
            "Exit codes: 0 done, 1 warnings (log verify), 2 damage (log verify) or a call that can't be, 3 not done.",
            "What each command prints: docs/operations/tools.md"
        })
public final class Myelin {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    @CommandLine.Mixin
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private CommonOptions common = new CommonOptions();

    private Myelin() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String... arguments) {
        // Before the first logger is made, which reads it. Not logback.xml: that name belongs to applications.
        System.setProperty("logback.configurationFile", "io/myelin/console/logback.xml");
        // Messages are in English; so are their numbers.
        Locale.setDefault(Locale.ENGLISH);
        Screen screen = new Screen(System.err, Integer.getInteger(Screen.COLUMNS_PROPERTY, 0));
        // Not System.out, which flushes after every line: a log has millions.
        PrintWriter out = new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8)));
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        int exitCode = commandLine(new Surroundings(out, screen, Clock.systemUTC()), err)
                .execute(arguments);
        out.flush();
        System.exit(exitCode);
    }

    /** Returns the command line, which prints a mistake or a failure as one line. */
    static CommandLine commandLine(Surroundings surroundings, PrintWriter err) {
        CommandLine root = new CommandLine(new Myelin())
                .addSubcommand(new CommandLine(new LogCommands())
                        .addSubcommand(new LogDescribe(surroundings))
                        .addSubcommand(new LogShow(surroundings))
                        .addSubcommand(new LogVerify(surroundings))
                        .addSubcommand(new LogExportCommand(surroundings))
                        .addSubcommand(new LogImportCommand(surroundings)))
                .addSubcommand(new CommandLine(new IndexCommands())
                        .addSubcommand(new IndexRebuildCommand(surroundings))
                        .addSubcommand(new IndexBackupCommand(surroundings))
                        .addSubcommand(new IndexRestoreCommand(surroundings)))
                .addSubcommand(new CommandLine(new RetryCommands())
                        .addSubcommand(new RetryGroups(surroundings))
                        .addSubcommand(new RetryCauses(surroundings))
                        .addSubcommand(new RetryList(surroundings))
                        .addSubcommand(new RetryShow(surroundings))
                        .addSubcommand(new RetryRedrive(surroundings))
                        .addSubcommand(new RetrySkipHead(surroundings))
                        .addSubcommand(new RetryEvict(surroundings)));
        return root.setOut(surroundings.out())
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((mistake, given) -> refuse(mistake))
                .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line));
    }

    private static int refuse(ParameterException mistake) {
        CommandLine line = mistake.getCommandLine();
        say(
                line,
                "%s. '%s --help' lists what can be."
                        .formatted(
                                plain(String.valueOf(mistake.getMessage())),
                                line.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine line) {
        String message = failure instanceof ConsoleException || isOurs(failure)
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        say(line, secrets(line.getCommandSpec()).hide(message));
        return failure instanceof ConsoleException known ? known.exitCode() : ExitCode.FAILED;
    }

    /** Exceptions of the store carry complete messages. */
    private static boolean isOurs(Exception failure) {
        return failure.getClass().getName().startsWith("io.myelin.");
    }

    private static Secrets secrets(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(Connection.class::isInstance)
                .map(mixin -> ((Connection) mixin).secrets())
                .findFirst()
                .orElse(new Secrets(List.of()));
    }

    private static void say(CommandLine line, String message) {
        line.getErr().println("myelin: " + message.replaceAll("\\s*\\R\\s*", " "));
        line.getErr().flush();
    }

    /** picocli begins some of its messages with "Error:" and ends some with a full stop. */
    private static String plain(String message) {
        String text = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** Knows the version that the build wrote down. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "Myelin "
                        + ResourceBundle.getBundle("io.myelin.console.version").getString("version")
            };
        }
    }
}
