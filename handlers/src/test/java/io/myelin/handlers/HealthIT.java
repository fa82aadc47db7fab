package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.health.Health;
import io.myelin.handlers.health.Level;
import io.myelin.handlers.health.ProjectionHealth.Finding;
import io.myelin.retry.parking.ParkingLimits;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Each kind of trouble, as it is seen from outside. Nothing of it depends on the database, so one suffices. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HealthIT {

    private static final Duration WINDOW = Duration.ofMillis(1_500);

    private final Shop shop = new Shop();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final TestDatabase database = TestDatabase.h2();

    @BeforeEach
    void prepare() {
        CounterProjection.createTable(database);
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void a_projection_that_handles_its_events_is_up() {
        Projections projections = projections(new CounterProjection(), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.countTimes(10, "a");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(10));

            eventually(x -> assertThat(projections.health().level()).isEqualTo(Level.UP));
            assertThat(projections.health().projections()).containsOnlyKeys("counters");
        }
    }

    @Test
    void a_segment_whose_handler_does_not_come_back_is_down_and_up_when_it_does() {
        Projections projections = projections(failing(goOn::await), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            eventually(x -> assertFound(projections, Level.DOWN, "with 1 events to read"));
            goOn.countDown();
            eventually(x -> assertThat(projections.health().level()).isEqualTo(Level.UP));
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void a_segment_that_nobody_has_claimed_is_down() {
        Projections projections = projections(new CounterProjection(), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            projections.stop("counters");

            eventually(x -> assertFound(projections, Level.DOWN, "No node has claimed segment 0"));
            projections.start("counters");
            eventually(x -> assertThat(projections.health().level()).isEqualTo(Level.UP));
        }
    }

    @Test
    void an_event_that_is_given_up_is_degraded() {
        Projections projections = projections(
                failing(() -> {
                    throw new IllegalArgumentException("never");
                }),
                UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            eventually(x -> assertFound(projections, Level.DEGRADED, "1 sequences"));
        }
    }

    @Test
    void a_full_limit_is_down() {
        Projections projections = projections(
                failing(() -> {
                    throw new UnsupportedOperationException("not now");
                }),
                options -> options.failures(failures -> failures.parking(new ParkingLimits(2, 100))));
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");
            shop.count("b");

            eventually(x -> assertFound(projections, Level.DOWN, "2 sequences"));
        }
    }

    @Test
    void what_waits_for_something_that_is_down_is_degraded() {
        Projections projections = projections(
                failing(() -> {
                    throw new SQLTransientConnectionException("connection refused");
                }),
                UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            eventually(x -> assertFound(projections, Level.DEGRADED, "goes on by itself"));
            assertThat(projections.health().level()).isEqualTo(Level.DEGRADED);
        }
    }

    @Test
    void a_jvm_that_failed_is_down() {
        Projections projections = projections(
                failing(() -> {
                    throw new OutOfMemoryError("thrown by a test");
                }),
                UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            eventually(x -> assertFound(projections, Level.DOWN, "until its process is restarted"));
        }
    }

    @Test
    void a_thread_that_is_given_up_is_down() {
        Gauge.builder("handlers.stuck.threads", () -> 1)
                .tag("processor", "counters")
                .register(shop.meters);
        Projections projections = projections(new CounterProjection(), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            assertFound(projections, Level.DOWN, "do not come back from a handler");
        }
    }

    private Projections projections(CounterProjection projection, UnaryOperator<ProjectionOptions> options) {
        return Projections.on(database.dataSource()).healthWindow(WINDOW).projection("counters", projection, options);
    }

    private static CounterProjection failing(ThrowingRunnable failure) {
        return new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                failure.run();
            }
        };
    }

    private static void assertFound(Projections projections, Level level, String text) {
        Health health = projections.health();
        assertThat(requireNonNull(health.projections().get("counters")).findings())
                .anySatisfy(finding -> assertThat(finding.text()).contains(text))
                .extracting(Finding::level)
                .contains(level);
        assertThat(health.level()).isGreaterThanOrEqualTo(level);
    }

    /** What a handler does after it has written. */
    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
