package io.myelin.handlers;

import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three processes share a projection on PostgreSQL, which is the database that several can share. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(180)
class KilledNodesIT {

    private static final String OWNERS =
            "select owner, count(*) from projection_token where owner is not null group by owner order by owner";

    /** Some looks at the tables, half a second apart, and what a machine with other things to do takes longer. */
    private static final Duration LOOKS = Duration.ofSeconds(3);

    @Test
    void the_segments_of_a_killed_process_are_taken_over_in_time_and_nothing_is_applied_twice() throws Exception {
        try (TestDatabase database = TestDatabase.postgresql()) {
            CounterProjection.createTable(database);
            database.execute("create table pace (seconds float)", "insert into pace values (0.05)");
            HandlersSchema.migrate(database.dataSource());
            try (SegmentNode first = SegmentNode.start(database.url(), "n1");
                    SegmentNode second = SegmentNode.start(database.url(), "n2");
                    SegmentNode third = SegmentNode.start(database.url(), "n3")) {
                awaitOwners(database, Duration.ofSeconds(60), "n1|2", "n2|2", "n3|2");
                long applied = database.number("select count(*) from counted");

                second.close();

                awaitOwners(database, SegmentNode.CLAIM_TIMEOUT.plus(LOOKS), "n1|3", "n3|3");
                assertThat(applied).isLessThan((long) SegmentNode.COUNTERS.length * SegmentNode.EVENTS_OF_EACH);
                database.execute("update pace set seconds = 0");
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(database.number("select count(*) from counted"))
                                .isGreaterThanOrEqualTo(
                                        (long) SegmentNode.COUNTERS.length * SegmentNode.EVENTS_OF_EACH));
            }
            for (String counter : SegmentNode.COUNTERS) {
                List<String> ofCounter =
                        database.rows("select counter, n from counted where counter = '" + counter + "' order by id");
                assertThat(ofCounter).isEqualTo(rows(counter, SegmentNode.EVENTS_OF_EACH));
            }
        }
    }

    private static void awaitOwners(TestDatabase database, Duration limit, String... owners) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(database.rows(OWNERS)).containsExactly(owners));
    }
}
