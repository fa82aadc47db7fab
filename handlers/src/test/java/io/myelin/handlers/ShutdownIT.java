package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.ProjectionStatus.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ShutdownIT {

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void the_batch_in_work_is_finished_and_committed(TestDatabase database) throws Exception {
        CountDownLatch inWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                inWork.countDown();
                goOn.await();
            }
        });
        MyelinApplication app = shop.start(projections);
        shop.count("a");
        inWork.await();
        Thread closing = new Thread(app::close);
        closing.start();
        goOn.countDown();
        closing.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(closing.isAlive()).isFalse();
        assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 1));
        // A pool has terminated a moment before its last thread is gone.
        eventually(x -> assertThat(threads()).isEmpty());
        assertThat(database.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isZero();
    }

    @OnEachDatabase
    void a_projection_can_be_stopped_and_started(TestDatabase database) {
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        try (MyelinApplication app = shop.start(projections)) {
            projections.stop("counters");
            assertThat(projections.status("counters").state()).isEqualTo(State.STOPPED);
            shop.count("a");

            projections.start("counters");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 1)));
            assertThat(projections.status("counters").state()).isEqualTo(State.RUNNING);
        }
    }

    @OnEachDatabase
    void a_projection_whose_database_is_down_can_be_shut_down(TestDatabase database) {
        MyelinApplication app =
                shop.start(Projections.on(database.dataSource()).projection("counters", new CounterProjection()));
        shop.count("a");
        eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(1));
        database.dataSource().close();
        shop.count("a");

        long start = System.nanoTime();
        app.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        eventually(x -> assertThat(threads()).isEmpty());
    }

    private static java.util.List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("projection-"))
                .toList();
    }
}
