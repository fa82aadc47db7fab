package io.myelin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportTest {

    private static final Outcome APPEND =
            new Outcome("append-latency", "ms", 0.5, 0.25, "send().get()", 2, 0.5, 4, "ratio <= 2.5", true);

    @Test
    void the_results_file_has_an_entry_for_each_measurement(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("bench/results.json");

        Report.write(List.of(APPEND), file);

        JsonNode results = new ObjectMapper().readTree(file.toFile());
        assertThat(results).hasSize(1);
        List<String> fields = new ArrayList<>();
        results.get(0).fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "name", "unit", "ours", "baseline", "baselineName", "ratio", "p50Ms", "p99Ms");
        assertThat(results.get(0).get("ratio").asDouble()).isEqualTo(2);
    }

    @Test
    void the_table_says_what_was_wanted_and_whether_it_was_reached() {
        assertThat(Report.table(List.of(APPEND))).contains("append-latency", "0.500", "ratio <= 2.5", "yes");
    }

    @Test
    void an_unknown_option_ends_with_code_2() {
        assertThat(Bench.commandLine().execute("--bogus")).isEqualTo(2);
    }
}
