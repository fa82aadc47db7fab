package io.myelin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as it runs, on the real broker; speed is not judged here. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BenchIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine bench =
            Bench.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @TempDir
    private Path directory;

    @Test
    void named_measurements_run_and_are_printed_and_written_down() throws Exception {
        Path results = directory.resolve("results.json");

        int code = bench.execute("--quick", "--results", results.toString(), "append-latency", "projection-throughput");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString().lines()).hasSize(3);
        JsonNode written = new ObjectMapper().readTree(results.toFile());
        assertThat(written.findValuesAsText("name")).containsExactly("append-latency", "projection-throughput");
        assertThat(written).allSatisfy(each -> {
            assertThat(each.get("ours").asDouble()).isPositive();
            assertThat(each.get("baseline").asDouble()).isPositive();
        });
    }

    @Test
    void an_unknown_name_is_refused_before_anything_starts() {
        Path results = directory.resolve("results.json");

        assertThat(bench.execute("--results", results.toString(), "append-latency", "bogus"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("Unknown measurement: 'bogus'").contains("./bench --help");
        assertThat(Files.exists(results)).isFalse();
    }

    @Test
    void the_help_names_every_measurement() {
        bench.execute("--help");

        assertThat(out.toString()).contains("append-postgresql-nosync", "projection-latency", "writers");
    }
}
