package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.ProjectionStatus.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplayIT {

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void a_replayed_projection_ends_with_the_same_rows(TestDatabase database) {
        shop.countTimes(50, "a");
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(50));
            database.execute("update counted set n = -1");

            projections.replay("counters");
            shop.countTimes(5, "a");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 55)));
            eventually(x -> assertThat(projections.status("counters").lag()).hasValue(Lag.NONE));
            assertThat(projections.status("counters").progress()).isEqualTo(1);
        }
    }

    @OnEachDatabase
    void the_others_go_on_during_a_replay_whose_progress_can_be_read(TestDatabase database) throws Exception {
        CountDownLatch replaysOn = new CountDownLatch(1);
        CopyOnWriteArrayList<Long> seenByOther = new CopyOnWriteArrayList<>();
        Projections projections = Projections.on(database.dataSource())
                .projection("slow", new HeldUp(replaysOn), options -> options.batchSize(1))
                .projection("other", new Memory(seenByOther));
        shop.countTimes(10, "a");
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(10));

            projections.replay("slow");
            shop.count("a");

            eventually(x -> assertThat(seenByOther).hasSize(11));
            eventually(x -> assertThat(projections.status("slow").replaying()).isTrue());
            assertThat(projections.status("slow").progress()).isLessThan(1);
            assertThat(projections.status("slow").lag().orElseThrow().events()).isPositive();
            replaysOn.countDown();
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 11)));
            eventually(x -> assertThat(projections.status("slow").replaying()).isFalse());
        }
    }

    @OnEachDatabase
    void a_projection_that_cannot_be_emptied_is_not_replayed(TestDatabase database) {
        Projections projections =
                Projections.on(database.dataSource()).projection("memory", new Memory(new CopyOnWriteArrayList<>()));
        try (MyelinApplication app = shop.start(projections)) {
            assertThatThrownBy(() -> projections.replay("memory"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@ResetHandler")
                    .hasMessageContaining("resetBy");
            assertThat(projections.status("memory").state()).isEqualTo(State.RUNNING);
        }
    }

    @OnEachDatabase
    void an_action_can_empty_it_instead_of_a_reset_handler(TestDatabase database) {
        CopyOnWriteArrayList<Long> seen = new CopyOnWriteArrayList<>();
        Projections projections = Projections.on(database.dataSource())
                .projection("memory", new Memory(seen), options -> options.resetBy(connection -> seen.clear()));
        try (MyelinApplication app = shop.start(projections)) {
            shop.countTimes(3, "a");
            eventually(x -> assertThat(seen).hasSize(3));

            projections.replay("memory");

            eventually(x -> assertThat(seen).containsExactly(0L, 1L, 2L));
        }
    }

    @OnEachDatabase
    void a_projection_that_left_out_the_past_gets_it_by_a_replay(TestDatabase database) {
        shop.countTimes(3, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection(), ProjectionOptions::startAtNow);
        try (MyelinApplication app = shop.start(projections)) {
            eventually(
                    x -> assertThat(projections.status("counters").segments()).isEqualTo(1));
            shop.count("a");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).containsExactly("a|3"));

            projections.replay("counters");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 4)));
        }
    }

    @OnEachDatabase
    void a_reset_that_fails_changes_nothing_and_lets_the_projection_go_on(TestDatabase database) {
        Projections projections = Projections.on(database.dataSource())
                .projection(
                        "counters",
                        new CounterProjection(),
                        options -> options.resetBy(connection -> {
                            throw new SQLException("no");
                        }));
        try (MyelinApplication app = shop.start(projections)) {
            shop.countTimes(3, "a");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(3));

            assertThatThrownBy(() -> projections.replay("counters")).hasMessageContaining("could not be emptied");
            shop.count("a");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 4)));
        }
    }

    @OnEachDatabase
    void a_projection_claimed_by_another_node_is_not_replayed(TestDatabase database) {
        shop.countTimes(3, "a");
        Projections mine = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        Projections theirs = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        try (MyelinApplication app = shop.start(mine)) {
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(3));
            try (MyelinApplication other = new Shop().start(theirs)) {
                assertThatThrownBy(() -> theirs.replay("counters")).hasMessageContaining("another node");
            }
        }
        assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 3));
    }

    /** Holds a replay up at its second event. */
    static final class HeldUp extends CounterProjection {
        private final CountDownLatch goOn;
        private boolean replayed;

        HeldUp(CountDownLatch goOn) {
            this.goOn = goOn;
        }

        @Override
        void onReset(Connection connection) throws SQLException {
            super.onReset(connection);
            replayed = true;
        }

        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            if (replayed && event.n() == 1) {
                goOn.await();
            }
        }
    }

    /** Writes nothing down in the database. */
    static final class Memory {
        private final List<Long> seen;

        Memory(List<Long> seen) {
            this.seen = seen;
        }

        @EventHandler
        void on(Counted event) {
            seen.add(event.n());
        }
    }
}
