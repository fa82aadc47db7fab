package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from the orders file through the broker and the database to the summary. */
@Timeout(180)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DemoIT {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream summary = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void the_read_models_equal_the_file_and_a_second_run_places_nothing_twice() throws Exception {
        assertThat(run(Optional.empty())).isTrue();
        assertSuperstore();
        assertThat(messages()).contains("Taking in: 100 %  12,705 of 12,705");

        assertThat(run(Optional.empty())).isTrue();
        assertSuperstore();
        assertThat(messages())
                .contains("All of superstore.csv is there already; nothing is placed twice.")
                .doesNotContain("Taking in");
    }

    @Test
    void a_broken_line_is_named_and_taken_in_once_it_is_mended() throws Exception {
        List<String> lines = superstore().subList(0, 101);
        Path good = write("good.csv", lines);
        List<String> broken = new ArrayList<>(lines);
        // Line 3 is the second line of an order of two lines.
        broken.set(2, lines.get(2).replace("731.94", "731,94"));
        broken.set(50, "not,an,order");

        assertThat(run(Optional.of(write("broken.csv", broken)))).isTrue();
        assertThat(messages())
                .contains("2 broken, and left out", "  line 3: it has 22 columns, the header has 21.")
                .contains("  line 51: it has 3 columns, the header has 21.");
        assertThat(summary())
                .containsPattern("(?m)^lines +98$")
                .contains("2 broken lines of " + directory.resolve("broken.csv") + " were left out.");

        assertThat(run(Optional.of(good))).isTrue();
        assertThat(summary()).containsPattern("(?m)^lines +100$").doesNotContain("broken");
    }

    @Test
    void an_order_that_contradicts_what_is_placed_is_refused_and_the_rest_goes_on() throws Exception {
        List<String> lines = superstore().subList(0, 21);
        assertThat(run(Optional.of(write("first.csv", lines)))).isTrue();

        List<String> changed = new ArrayList<>(superstore().subList(0, 31));
        changed.set(1, lines.get(1).replace("261.96", "999.99"));
        assertThat(run(Optional.of(write("changed.csv", changed)))).isTrue();

        assertThat(messages()).contains("1 refused by the shop", "The order has line 1 already, otherwise.");
        assertThat(summary())
                .containsPattern("(?m)^lines +30$")
                .contains("1 commands were refused by the shop.")
                .doesNotContain("WRONG");
    }

    private boolean run(Optional<Path> orders) throws Exception {
        summary.reset();
        messages.reset();
        DemoSettings settings = new DemoSettings(directory.resolve("data"), 0, false, orders);
        Surroundings surroundings = new Surroundings(
                new Screen(new PrintStream(messages, true, StandardCharsets.UTF_8), 0),
                new PrintStream(summary, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                new StopRequest());
        try (DataDirectory data = DataDirectory.open(settings.data())) {
            return new DemoRun(settings, data, surroundings).run();
        }
    }

    private void assertSuperstore() {
        assertThat(summary())
                .containsPattern("(?m)^customers +793$")
                .containsPattern("(?m)^products +1,862$")
                .containsPattern("(?m)^orders +5,009$")
                .containsPattern("(?m)^orders shipped +5,009$")
                .containsPattern("(?m)^lines +9,994$")
                .containsPattern("(?m)^quantity +37,873$")
                .containsPattern("(?m)^sales +2297200\\.8603$")
                .containsPattern("(?m)^profit +286397\\.0217$")
                .containsPattern("(?m)^Furniture +2,121 +8,028 +741999\\.7953 +18451\\.2728$")
                .containsPattern("(?m)^West +1,611 +3,203 +12,266 +725457\\.8245 +108418\\.4489$")
                .containsPattern("(?m)^2014-01 ")
                .containsPattern("(?m)^Sean Miller +5 +15 +50 +25043\\.0500 +-1980\\.7393$")
                .contains("The read models hold every good line of superstore.csv, equal to the last decimal.")
                .contains("The running sums equal their lines: no event was counted twice or left out.");
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(directory.resolve(name), lines);
    }

    private static List<String> superstore() throws IOException {
        try (InputStream in = Objects.requireNonNull(DemoIT.class.getResourceAsStream("/superstore/superstore.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private String summary() {
        return summary.toString(StandardCharsets.UTF_8);
    }

    private String messages() {
        return messages.toString(StandardCharsets.UTF_8);
    }
}
