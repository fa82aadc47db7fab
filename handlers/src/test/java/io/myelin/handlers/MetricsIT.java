package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricsIT {

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void every_event_is_timed_once_by_type_and_outcome(TestDatabase database) {
        shop.countTimes(10, "a", "bad");
        CounterProjection projection = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) {
                if (event.counter().equals("bad") && event.n() == 0) {
                    throw new IllegalArgumentException("never");
                }
            }
        };
        try (MyelinApplication app =
                shop.start(Projections.on(database.dataSource()).projection("counters", projection))) {
            eventually(x -> assertThat(handled("success")).isEqualTo(10));
            assertThat(handled("failure")).isEqualTo(1);
            eventually(x -> assertThat(latency().count()).isEqualTo(10));
            assertThat(latency().max(TimeUnit.SECONDS)).isLessThan(60);
        }
    }

    @OnEachDatabase
    void the_lag_is_seen_in_events_and_in_time_and_vanishes(TestDatabase database) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CounterProjection slow = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                goOn.await();
            }
        };
        try (MyelinApplication app =
                shop.start(Projections.on(database.dataSource()).projection("counters", slow))) {
            eventually(x -> assertThat(gauge("handlers.lag.events")).isZero());
            assertThat(gauge("handlers.lag.age")).isZero();
            shop.countTimes(5, "a");

            assertThat(gauge("handlers.lag.events")).isEqualTo(5);
            eventually(x -> assertThat(gauge("handlers.lag.age")).isPositive());
            goOn.countDown();
            eventually(x -> assertThat(gauge("handlers.lag.events")).isZero());
            assertThat(gauge("handlers.lag.age")).isZero();
        }
        assertThat(shop.meters.find("handlers.lag.events").gauge()).isNull();
    }

    private long handled(String outcome) {
        Timer timer = shop.meters
                .find("handlers.event.duration")
                .tags("processor", "counters", "event_type", "counted", "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @OnEachDatabase
    void the_lag_of_a_segment_that_no_node_has_claimed_grows(TestDatabase database) {
        Projections projections = Projections.on(database.dataSource()).projection("counters", new CounterProjection());
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(gauge("handlers.lag.events")).isZero());
            projections.stop("counters");
            shop.count("a");

            assertThat(projections.status("counters").lag()).isEmpty();
            assertThat(gauge("handlers.lag.events")).isEqualTo(1);
            double age = gauge("handlers.lag.age");
            eventually(x -> assertThat(gauge("handlers.lag.age")).isGreaterThan(age));
            shop.count("a");
            assertThat(gauge("handlers.lag.events")).isEqualTo(2);
        }
    }

    @OnEachDatabase
    void a_parked_event_counts_until_it_has_taken_effect(TestDatabase database) {
        CounterProjection stumbling = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) {
                if (event.counter().equals("bad")) {
                    throw new IllegalArgumentException("never");
                }
            }
        };
        try (MyelinApplication app =
                shop.start(Projections.on(database.dataSource()).projection("counters", stumbling))) {
            shop.countTimes(3, "bad", "good");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("good", 3)));
            eventually(x -> assertThat(gauge("handlers.lag.events")).isEqualTo(3));
            double age = gauge("handlers.lag.age");
            eventually(x -> assertThat(gauge("handlers.lag.age")).isGreaterThan(age));
        }
    }

    private Timer latency() {
        return shop.meters
                .get("handlers.event.latency")
                .tag("processor", "counters")
                .timer();
    }

    private double gauge(String name) {
        Gauge gauge = shop.meters
                .find(name)
                .tags("processor", "counters", "segment", "0")
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }
}
