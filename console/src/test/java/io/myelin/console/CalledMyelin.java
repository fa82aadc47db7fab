package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a call of the command line did.
 *
 * @param exitCode that the process would end with
 * @param out what it printed
 * @param err its complaints
 * @param progress what it showed while it ran
 */
record CalledMyelin(int exitCode, String out, String err, String progress) {

    /** Calls the command line with just these arguments. */
    static CalledMyelin with(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out), new Screen(new PrintStream(progress, true, UTF_8), 0), Clock.systemUTC());
        int exitCode = Myelin.commandLine(surroundings, new PrintWriter(err)).execute(arguments);
        return new CalledMyelin(exitCode, out.toString(), err.toString(), progress.toString(UTF_8));
    }

    /** Calls a command on a log of the shared broker. */
    static CalledMyelin on(String log, String... arguments) {
        return with(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--log", log, "--bootstrap-servers", SharedEmbeddedKafka.bootstrapServers()))
                .toArray(String[]::new));
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
