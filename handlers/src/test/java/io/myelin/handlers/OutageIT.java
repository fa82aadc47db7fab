package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.FaultyDataSource.Fault;
import io.myelin.testkit.FaultyDataSource.Moment;
import io.myelin.testkit.FaultyDataSource.Reach;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole applications whose database, or whose own process, goes away. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class OutageIT {

    /** Printed with a failure, so that it can be set here to see it again. */
    private final long seed = System.nanoTime();

    private final Shop shop = new Shop();

    @OnEachDatabase
    void after_an_outage_of_the_database_nothing_is_missing_doubled_or_put_aside(TestDatabase database) {
        CounterProjection.createTable(database);
        FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
        try (MyelinApplication app =
                shop.start(Projections.on(faulty).projection("counters", new CounterProjection()))) {
            shop.countTimes(10, "a");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(10));

            faulty.breakNow();
            shop.countTimes(10, "a");
            eventually(x -> assertThat(faulty.callNames()).endsWith("getConnection"));
            faulty.repair();

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 20)));
            assertThat(database.number("select count(*) from retry_attempt")).isZero();
        }
    }

    @OnEachDatabase
    void a_process_killed_anywhere_leaves_each_event_in_effect_once(TestDatabase database) {
        CounterProjection.createTable(database);
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
            faulty.plan(
                    new Fault(80 + random.nextInt(150), round % 2 == 0 ? Moment.BEFORE : Moment.AFTER, Reach.PROCESS));
            shop.countTimes(20, "a", "b", "c");
            runUntilKilled(faulty);
            // A parked event that was being delivered belongs to the dead process for a minute; it has passed.
            expireLeases(database);
        }
        try (MyelinApplication last = shop.application(projections(database.dataSource()))) {
            last.start();
            for (String counter : new String[] {"a", "b", "c"}) {
                String applied = "select counter, n from counted where counter = '" + counter + "' order by id";
                eventually(x ->
                        assertThat(database.rows(applied)).as("seed " + seed).isEqualTo(rows(counter, 160)));
            }
        }
    }

    /** An interrupt that a handler leaves behind would let H2 close its file at the next read, for all its connections. */
    @Test
    void a_handler_that_interrupts_its_thread_does_not_close_an_h2_file(@TempDir Path directory) {
        try (TestDatabase database = TestDatabase.h2File(directory)) {
            CounterProjection.createTable(database);
            CounterProjection interrupting = new CounterProjection() {
                @Override
                void afterWriting(Counted event, Connection connection) {
                    Thread.currentThread().interrupt();
                }
            };
            try (MyelinApplication app =
                    shop.start(Projections.on(database.dataSource()).projection("counters", interrupting))) {
                shop.countTimes(20, "a");

                eventually(
                        x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 20)));
            }
        }
    }

    private void runUntilKilled(FaultyDataSource faulty) {
        MyelinApplication app = shop.application(projections(faulty));
        try {
            app.start();
            eventually(x -> assertThat(faulty.isBroken()).isTrue());
        } catch (RuntimeException e) {
            // It may be killed while it starts.
            assertThat(faulty.isBroken()).as("seed " + seed + ": " + e).isTrue();
        } finally {
            app.close();
        }
    }

    private static void expireLeases(TestDatabase database) {
        if (!database.rows("select 1 from information_schema.tables where table_schema = current_schema"
                        + " and lower(table_name) = 'retry_sequence'")
                .isEmpty()) {
            database.execute("update retry_sequence set lease_until = due_at where lease_until is not null");
        }
    }

    private static Projections projections(javax.sql.DataSource dataSource) {
        AtomicInteger stumbles = new AtomicInteger();
        CounterProjection stumbling = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) {
                if (event.counter().equals("b") && event.n() % 7 == 0 && stumbles.getAndIncrement() % 2 == 0) {
                    throw new IllegalStateException("not at the first try");
                }
            }
        };
        return Projections.on(dataSource)
                .nodeId("only")
                .projection(
                        "counters",
                        stumbling,
                        options -> options.batchSize(5).failures(failures -> failures.retry(FailingHandlersIT.QUICK)));
    }
}
