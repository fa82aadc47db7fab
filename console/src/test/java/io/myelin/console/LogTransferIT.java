package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogTransferIT {

    @TempDir
    private Path directory;

    private final String target = "imported-" + UUID.randomUUID();
    private WrittenLog source;
    private Path file;

    @BeforeEach
    void write() {
        source = WrittenLog.create(directory.resolve("index"))
                .commit(event("a", 0), event("b", 0), event("a", 1))
                .commit(new NewEvent(
                        new LoggedEvent(
                                "odd",
                                null,
                                "odd",
                                0,
                                -1,
                                999_999,
                                "no-json",
                                null,
                                "\n\"".getBytes(UTF_8),
                                "{\"user\":\"ann\"}".getBytes(UTF_8)),
                        Map.of("user", "ann")))
                .commit(event("b", 1));
        file = directory.resolve("export.jsonl.gz");
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void an_imported_log_holds_the_same_events_in_the_same_commits() throws IOException {
        CalledMyelin exported = CalledMyelin.on(source.name(), "log", "export", file.toString());
        CalledMyelin imported = CalledMyelin.on(target, "log", "import", file.toString());

        assertThat(exported.err() + imported.err()).isEmpty();
        assertThat(exported.out()).startsWith("Exported 5 events in 3 commits of '" + source.name() + "' to " + file);
        assertThat(imported.out())
                .isEqualTo("Imported 5 events in 3 commits into '" + target + "'; 0 events were there already.\n");
        Path again = directory.resolve("again.jsonl.gz");
        assertThat(CalledMyelin.on(target, "log", "export", again.toString()).exitCode())
                .isZero();
        assertThat(events(again)).isEqualTo(events(file)).hasSize(5);
        // The payload that is no JSON came over as it was, and is found as damage in both.
        assertThat(CalledMyelin.on(target, "log", "verify").out())
                .contains("5 events in 3 commits")
                .contains("DAMAGE: payload or metadata that is not JSON, 1");
    }

    @Test
    void a_node_loads_what_was_imported() {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();

        String unused =
                CalledMyelin.on(target, "log", "import", file.toString()).out();

        try (WrittenLog node = WrittenLog.open(target, directory.resolve("index-of-target"))) {
            assertThat(node.log().events("a", 0))
                    .extracting(LoggedEvent::eventId)
                    .containsExactly("a#0", "a#1");
        }
    }

    @Test
    void an_export_can_be_read_with_standard_tools() throws Exception {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();

        List<String> lines = lines(file);

        assertThat(lines.get(0))
                .startsWith("{\"format\":\"myelin-log-export\",\"version\":1,\"log\":\"" + source.name()
                        + "\",\"topicId\":");
        String sum =
                output("zcat '%s' | head -n -1 | sha256sum".formatted(file)).substring(0, 64);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("{\"events\":5,\"commits\":3,\"sha256\":\"" + sum + "\"}");
    }

    @Test
    void an_export_overwrites_nothing() throws IOException {
        Files.writeString(file, "something");

        CalledMyelin exported = CalledMyelin.on(source.name(), "log", "export", file.toString());

        assertThat(exported.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(exported.err()).contains("is there already");
        assertThat(file).hasContent("something");
    }

    @Test
    void an_export_that_fails_leaves_nothing() throws IOException {
        Path nowhere = directory.resolve("no-such-directory").resolve("export");

        assertThat(CalledMyelin.on(source.name(), "log", "export", nowhere.toString())
                        .exitCode())
                .isEqualTo(ExitCode.FAILED);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("index");
        }
    }

    @Test
    void a_log_that_is_not_empty_is_refused_unless_it_is_said() {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();

        CalledMyelin refused = CalledMyelin.on(source.name(), "log", "import", file.toString());
        CalledMyelin appended = CalledMyelin.on(source.name(), "log", "import", "--append", file.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("is not empty: it ends at offset 5").contains("--append");
        assertThat(appended.out())
                .isEqualTo(
                        "Imported 0 events in 0 commits into '" + source.name() + "'; 5 events were there already.\n");
    }

    @Test
    void an_import_that_was_interrupted_goes_on_where_it_was() throws IOException {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();
        try (WrittenLog interrupted = WrittenLog.open(target, directory.resolve("index-of-target"))) {
            interrupted.commit(event("a", 0), event("b", 0), event("a", 1));
        }

        CalledMyelin imported = CalledMyelin.on(target, "log", "import", "--append", file.toString());

        assertThat(imported.out())
                .isEqualTo("Imported 2 events in 2 commits into '" + target + "'; 3 events were there already.\n");
        assertThat(CalledMyelin.on(target, "log", "show", "--from", "0").lines())
                .extracting(line -> line.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                .containsExactly("a#0", "b#0", "a#1", "odd", "b#1");
    }

    @Test
    void a_log_that_contradicts_the_file_is_refused() {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();
        try (WrittenLog other = WrittenLog.open(target, directory.resolve("index-of-target"))) {
            other.commit(event("a", 0));
        }

        CalledMyelin imported = CalledMyelin.on(target, "log", "import", "--append", file.toString());

        assertThat(imported.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(imported.err()).contains("the log has 1 already, but not the others");
        assertThat(CalledMyelin.on(target, "log", "show", "--from", "0").lines())
                .hasSize(1);
    }

    @Test
    void a_damaged_file_is_refused_before_anything_is_written() throws IOException {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

        CalledMyelin imported = CalledMyelin.on(target, "log", "import", file.toString());

        assertThat(imported.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(imported.err()).contains("is no whole export");
        assertThat(CalledMyelin.on(target, "log", "describe").err()).contains("There is no topic");
    }

    @Test
    void the_index_that_an_import_makes_serves_a_node() {
        String ignored =
                CalledMyelin.on(source.name(), "log", "export", file.toString()).out();
        Path kept = directory.resolve("kept");

        CalledMyelin imported = CalledMyelin.on(target, "log", "import", "--index", kept.toString(), file.toString());

        assertThat(imported.exitCode()).isZero();
        assertThat(CalledMyelin.on(target, "log", "verify", "--index", kept.toString())
                        .out())
                .doesNotContain("index");
    }

    /** The events of an export, without the offsets, which may differ. */
    private static List<String> events(Path file) throws IOException {
        return lines(file).stream()
                .filter(line -> line.startsWith("{\"offset\":"))
                .map(line -> line.substring(line.indexOf(',')))
                .toList();
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static String output(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
