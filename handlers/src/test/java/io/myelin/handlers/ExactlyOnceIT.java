package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExactlyOnceIT {

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void events_published_before_and_after_the_start_are_handled_in_order(TestDatabase database) {
        shop.countTimes(3, "a");
        try (MyelinApplication app =
                shop.start(Projections.on(database.dataSource()).projection("counters", new CounterProjection()))) {
            shop.countTimes(3, "a");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 6)));
        }
    }

    @OnEachDatabase
    void a_restart_goes_on_where_the_projection_stopped(TestDatabase database) {
        try (MyelinApplication first =
                shop.start(Projections.on(database.dataSource()).projection("counters", new CounterProjection()))) {
            shop.countTimes(3, "a");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(3));
        }
        shop.countTimes(3, "a");

        try (MyelinApplication second =
                shop.start(Projections.on(database.dataSource()).projection("counters", new CounterProjection()))) {
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 6)));
        }
        assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 6));
    }
}
