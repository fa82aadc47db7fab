package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogShowIT {

    @TempDir
    private static Path index;

    private static WrittenLog log;

    @BeforeAll
    static void write() {
        log = WrittenLog.create(index)
                .commit(event("a", 0), event("b", 0))
                .commit(event("a", 1))
                .commit(event("c", 5));
    }

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void the_events_of_an_aggregate_are_shown_decoded_and_in_order() {
        CalledMyelin shown = CalledMyelin.on(log.name(), "log", "show", "--aggregate", "a");

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.lines()).hasSize(2);
        assertThat(shown.lines().get(0))
                .startsWith(
                        "{\"offset\":0,\"time\":\"2026-03-01T10:00:00Z\",\"aggregate\":\"a\",\"type\":\"Order\",\"sequence\":0,"
                                + "\"event\":\"order-changed\",\"revision\":\"1\",\"payload\":{\"of\":\"a\"},\"id\":\"a#0\",\"commit\":\"")
                .endsWith("\"index\":0,\"of\":2}");
        assertThat(shown.lines().get(1)).startsWith("{\"offset\":2,");
    }

    @Test
    void all_events_from_an_offset_in_the_middle_of_a_commit_are_shown() {
        CalledMyelin shown = CalledMyelin.on(log.name(), "log", "show", "--from", "1");

        assertThat(shown.lines())
                .extracting(line -> line.substring(0, 11))
                .containsExactly("{\"offset\":1", "{\"offset\":2", "{\"offset\":3");
    }

    @Test
    void all_events_from_a_time_on_are_shown() {
        CalledMyelin shown = CalledMyelin.on(log.name(), "log", "show", "--at", "2026-03-01T10:00:02Z");

        assertThat(shown.lines()).singleElement().asString().contains("\"id\":\"c#5\"");
    }

    @Test
    void no_more_than_the_limit_is_shown() {
        assertThat(CalledMyelin.on(log.name(), "log", "show", "--from", "0", "--limit", "2")
                        .lines())
                .hasSize(2);
        assertThat(CalledMyelin.on(log.name(), "log", "show", "--from", "0", "--limit", "0")
                        .lines())
                .isEmpty();
    }

    @Test
    void an_aggregate_that_nobody_knows_shows_nothing() {
        CalledMyelin shown = CalledMyelin.on(log.name(), "log", "show", "--aggregate", "nobody");

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).isEmpty();
    }
}
