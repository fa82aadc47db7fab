package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlersSchemaIT {

    /** Flyway's columns have lower-case names on both databases. */
    private static final String HISTORY = "\"myelin_handlers_schema_history\"";

    private static final int NODES = 3;

    private static final String TOKENS = "select count(*) from projection_token";

    @OnEachDatabase
    void the_table_comes_into_a_schema_that_is_not_empty_and_stays_as_it_is(TestDatabase database) {
        database.execute("create table of_the_application (n int)");
        HandlersSchema.migrate(database.dataSource());
        database.execute("insert into projection_token (processor_name, segment) values ('p', 0)");

        HandlersSchema.migrate(database.dataSource());

        assertThat(database.number(TOKENS)).isEqualTo(1);
    }

    /** H2 commits each change of a table by itself, so that a start may be cut off before Flyway has noted what it did. */
    @OnEachDatabase
    void a_start_that_was_cut_off_half_way_is_made_up_for_by_the_next(TestDatabase database) {
        HandlersSchema.migrate(database.dataSource());
        database.execute("delete from " + HISTORY + " where \"version\" = '1'");

        HandlersSchema.migrate(database.dataSource());

        assertThat(database.number(TOKENS)).isZero();
    }

    @OnEachDatabase
    void a_start_that_failed_is_made_up_for_by_the_next(TestDatabase database) {
        HandlersSchema.migrate(database.dataSource());
        database.execute("update " + HISTORY + " set \"success\" = false where \"version\" = '1'");

        HandlersSchema.migrate(database.dataSource());

        assertThat(database.rows("select \"success\" from " + HISTORY + " where \"version\" = '1'"))
                .first()
                .asString()
                .startsWithIgnoringCase("t");
    }

    @OnEachDatabase
    void several_nodes_may_start_at_the_same_time(TestDatabase database) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<?>> starts = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                starts.add(nodes.submit(() -> HandlersSchema.migrate(database.dataSource())));
            }
            for (Future<?> start : starts) {
                start.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(database.number(TOKENS)).isZero();
    }
}
