package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts processes that an event kills, one after the other, until one lives. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class CrashLoopIT {

    @TempDir
    Path directory;

    @Test
    void on_postgresql_an_event_that_kills_its_process_is_put_aside_at_the_fourth_start() throws Exception {
        try (TestDatabase database = TestDatabase.postgresql()) {
            CounterProjection.createTable(database);

            assertThat(livesOn(database.url()))
                    .containsExactly(DyingNode.KILLED, DyingNode.KILLED, DyingNode.KILLED, 0);
            assertTheDeadlyOneIsDead(database);
            // H2 keeps no transaction whole when its process is killed, so that some may be there twice: decision 0054.
            assertThat(database.rows("select distinct counter from counted"))
                    .containsExactlyInAnyOrderElementsOf(allButTheDeadlyOne());
        }
    }

    @Test
    void on_h2_an_event_that_kills_its_process_is_put_aside_at_the_fourth_start() throws Exception {
        String url;
        try (TestDatabase database = TestDatabase.h2File(directory)) {
            CounterProjection.createTable(database);
            url = database.url();
        }

        assertThat(livesOn(url)).containsExactly(DyingNode.KILLED, DyingNode.KILLED, DyingNode.KILLED, 0);
        try (TestDatabase database = TestDatabase.h2File(directory)) {
            assertTheDeadlyOneIsDead(database);
            // H2 keeps no transaction whole when its process is killed, so that some may be there twice: decision 0054.
            assertThat(database.rows("select distinct counter from counted"))
                    .containsExactlyInAnyOrderElementsOf(allButTheDeadlyOne());
        }
    }

    private static List<Integer> livesOn(String url) throws Exception {
        List<Integer> ends = new ArrayList<>();
        do {
            ends.add(DyingNode.run(url));
        } while (ends.get(ends.size() - 1) == DyingNode.KILLED && ends.size() < 6);
        return ends;
    }

    private static List<String> allButTheDeadlyOne() {
        return IntStream.range(0, DyingNode.EVENTS)
                .filter(n -> n != DyingNode.DEADLY)
                .mapToObj(n -> "counter-" + n)
                .toList();
    }

    private static void assertTheDeadlyOneIsDead(TestDatabase database) {
        assertThat(database.rows("select sequence_id, state, dead_reason from retry_sequence"))
                .containsExactly("counter-" + DyingNode.DEADLY + "|DEAD|CRASHED");
        assertThat(database.number("select count(*) from processor_start")).isZero();
    }
}
