package io.myelin.handlers;

import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.parking.RetrySchema;
import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.FaultyDataSource.Fault;
import io.myelin.testkit.FaultyDataSource.Moment;
import io.myelin.testkit.FaultyDataSource.Reach;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/**
 * Lets every single call to the database go wrong in turn, in three batches of which the first parks a sequence, the second
 * meets contention and followers, and the third followers.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashIT {

    private static final int BATCH = 5;

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
        HandlersSchema.migrate(database.dataSource());
        RetrySchema.migrate(database.dataSource());
        shop.countTimes(4, "a", "b", "c");
    }

    @OnEachDatabase
    void without_a_fault_all_but_the_parked_events_take_effect(TestDatabase database) throws Exception {
        assertThat(callsOfAGoodRun(database)).isGreaterThan(30);

        assertEachOnce(database, "no fault");
    }

    @OnEachDatabase
    void a_process_may_die_before_any_call(TestDatabase database) throws Exception {
        breakAtEveryCall(database, Moment.BEFORE, Reach.PROCESS);
    }

    @OnEachDatabase
    void a_process_may_die_after_any_call_and_so_before_its_answer(TestDatabase database) throws Exception {
        breakAtEveryCall(database, Moment.AFTER, Reach.PROCESS);
    }

    @OnEachDatabase
    void a_connection_may_break_before_any_call(TestDatabase database) throws Exception {
        breakAtEveryCall(database, Moment.BEFORE, Reach.CONNECTION);
    }

    @OnEachDatabase
    void a_connection_may_break_after_any_call_and_so_before_its_answer(TestDatabase database) throws Exception {
        breakAtEveryCall(database, Moment.AFTER, Reach.CONNECTION);
    }

    private void breakAtEveryCall(TestDatabase database, Moment moment, Reach reach) throws Exception {
        long calls = callsOfAGoodRun(database);
        for (long call = 1; call <= calls; call++) {
            empty(database);
            FaultyDataSource faulty =
                    FaultyDataSource.over(database.dataSource()).plan(new Fault(call, moment, reach));
            SteppedProjection node = node(faulty);
            boolean survived = survives(node);
            if (reach == Reach.PROCESS) {
                node(database.dataSource()).run();
            } else if (!survived) {
                node.run();
            }
            assertEachOnce(
                    database,
                    moment + " call " + call + ", " + faulty.callNames().get((int) call - 1));
        }
    }

    private long callsOfAGoodRun(TestDatabase database) throws Exception {
        FaultyDataSource counting = FaultyDataSource.over(database.dataSource());
        node(counting).run();
        return counting.calls();
    }

    private SteppedProjection node(javax.sql.DataSource dataSource) {
        return new SteppedProjection(dataSource, shop.store, new Stumbling(), BATCH);
    }

    private static boolean survives(SteppedProjection node) {
        try {
            node.run();
            return true;
        } catch (Exception e) {
            // That is what was planned; what it left behind is looked at afterwards.
            return false;
        }
    }

    private static void assertEachOnce(TestDatabase database, String where) {
        String applied = "select counter, n from counted where counter = '%s' order by id";
        assertThat(database.rows(applied.formatted("a"))).as(where).isEqualTo(rows("a", 4));
        assertThat(database.rows(applied.formatted("b"))).as(where).isEqualTo(rows("b", 1));
        assertThat(database.rows(applied.formatted("c"))).as(where).isEqualTo(rows("c", 4));
        assertThat(database.rows("select sequence_id, aggregate_seq from retry_letter order by letter_index"))
                .as(where)
                .containsExactly("b|1", "b|2", "b|3");
        assertThat(database.rows("select sequence_id, head_index, tail_index from retry_sequence"))
                .as(where)
                .containsExactly("b|0|2");
    }

    private static void empty(TestDatabase database) {
        database.execute(
                "delete from counted",
                "delete from projection_token",
                "delete from retry_attempt",
                "delete from retry_letter",
                "delete from retry_sequence");
    }

    /** Can't handle the second event of b, and meets another transaction at the third event of c. */
    static final class Stumbling extends CounterProjection {
        private boolean met;

        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            if (event.counter().equals("b") && event.n() == 1) {
                throw new UnsupportedOperationException("not this one");
            }
            if (event.counter().equals("c") && event.n() == 2 && !met) {
                met = true;
                throw new SQLException("somebody else was faster", "40001");
            }
        }
    }
}
