package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DemoTest {

    private static final int USAGE = 2;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frehs|demo: Unknown option: '--frehs'. './demo --help' lists the options.",
                "superstore.csv|demo: Unmatched argument at index 0: 'superstore.csv'. './demo --help' lists the options.",
                "--port=many|demo: Invalid value for option '--port': 'many' is not an int. './demo --help' lists the options.",
                "--port=70000|demo: --port must be 1 to 65535, or 0 for any free port, was 70000.",
                "--port=-1|demo: --port must be 1 to 65535, or 0 for any free port, was -1.",
                "--data|demo: Missing required parameter for option '--data' (DIR). './demo --help' lists the options.",
            })
    void a_mistake_gets_one_line_and_exit_code_2(String argument, String message) {
        int exitCode = run(argument);

        assertThat(exitCode).isEqualTo(USAGE);
        assertThat(err.toString().lines()).containsExactly(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_orders_file_that_is_not_there_gets_one_line_and_exit_code_2() {
        int exitCode = run("--data", directory.toString(), "--port", "0", "--orders", "none.csv");

        assertThat(exitCode).isEqualTo(USAGE);
        assertThat(err.toString().lines())
                .containsExactly(
                        "demo: --orders none.csv: It can't be read: java.nio.file.NoSuchFileException: none.csv");
    }

    @Test
    void a_data_directory_that_is_not_the_demos_gets_one_line_and_exit_code_2() throws IOException {
        Files.writeString(directory.resolve("precious.txt"), "mine");

        int exitCode = run("--data", directory.toString());

        assertThat(exitCode).isEqualTo(USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("demo: " + directory + " holds things that aren't the demo's.");
    }

    @Test
    void a_taken_port_gets_one_line_and_exit_code_2_and_touches_nothing() throws IOException {
        int exitCode;
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            exitCode = run("--data", directory.toString(), "--port", String.valueOf(port), "--fresh");
        }

        assertThat(exitCode).isEqualTo(USAGE);
        assertThat(err.toString().lines())
                .containsExactly("demo: Port " + port + " of 127.0.0.1 is taken. End the program that holds it,"
                        + " or choose another by --port N.");
        assertThat(directory.resolve("shop")).doesNotExist();
    }

    @Test
    void help_names_every_option_and_version_names_the_version() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();

        assertThat(out.toString())
                .contains("--fresh", "--data=DIR", "--port=N", "--orders=FILE", "--exit", "--help", "--version")
                .containsPattern("Myelin demo \\d+\\.\\d+");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Demo.commandLine(new StopRequest());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
