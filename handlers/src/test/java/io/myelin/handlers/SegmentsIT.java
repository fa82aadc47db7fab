package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SegmentsIT {

    private static final String[] COUNTERS = {"a", "b", "c", "d"};

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void segments_tell_who_has_them_and_how_far_they_are(TestDatabase database) {
        Projections projections = projections(database, new CounterProjection(), options -> options.segments(2));
        try (MyelinApplication app = shop.start(projections.nodeId("me"))) {
            shop.countTimes(3, COUNTERS);
            eventually(x -> assertAllApplied(database, 3));

            eventually(x -> assertThat(projections.segments("counters").list())
                    .hasSize(2)
                    .allSatisfy(segment -> {
                        assertThat(segment.owner()).contains("me");
                        assertThat(segment.here()).isTrue();
                        assertThat(segment.position()).hasValue(11);
                        assertThat(segment.events()).hasValue(0);
                        assertThat(segment.age()).hasValue(java.time.Duration.ZERO);
                    }));
        }
    }

    @OnEachDatabase
    void a_segment_is_split_and_merged_while_events_come_and_each_takes_effect_once(TestDatabase database) {
        Projections projections = projections(
                database,
                new CounterProjection(),
                options -> options.segments(1).batchSize(3));
        try (MyelinApplication app = shop.start(projections)) {
            shop.countTimes(20, COUNTERS);
            eventually(x -> assertThat(claimed(projections)).isEqualTo(1));

            assertThat(projections.segments("counters").split(0)).isEqualTo(1);
            shop.countTimes(20, COUNTERS);
            eventually(x -> assertThat(claimed(projections)).isEqualTo(2));
            shop.countTimes(20, COUNTERS);
            assertThat(projections.segments("counters").merge(1)).isZero();
            shop.countTimes(20, COUNTERS);

            eventually(x -> assertAllApplied(database, 80));
            eventually(x -> assertThat(claimed(projections)).isEqualTo(1));
            assertThatThrownBy(() -> projections.segments("counters").merge(0)).hasMessageContaining("only this one");
            assertThatThrownBy(() -> projections.segments("counters").split(1)).hasMessageContaining("no segment 1");
        }
    }

    /** Axon's pooled processor would handle once more what the half that was ahead had handled. */
    @OnEachDatabase
    void halves_that_have_not_got_equally_far_are_merged_without_repeating_anything(TestDatabase database)
            throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CounterProjection held = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                if (event.counter().equals("a") && event.n() == 1) {
                    goOn.await();
                }
            }
        };
        Projections projections =
                projections(database, held, options -> options.segments(2).batchSize(1));
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a", "b");
            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(2));
            shop.countTimes(4, "a", "b");
            eventually(x -> assertThat(database.rows(of("b"))).isEqualTo(rows("b", 5)));

            projections.segments("counters").merge(0);
            goOn.countDown();

            eventually(x -> assertThat(database.rows(of("a"))).isEqualTo(rows("a", 5)));
            shop.countTimes(2, "a", "b");
            eventually(x -> assertThat(database.rows(of("a"))).isEqualTo(rows("a", 7)));
            eventually(x -> assertThat(database.rows(of("b"))).isEqualTo(rows("b", 7)));
        } finally {
            goOn.countDown();
        }
    }

    /** What was known of segment 0 before it was split must not count after it was merged again. */
    @OnEachDatabase
    void events_behind_a_parked_one_wait_also_after_a_split_and_a_merge(TestDatabase database) {
        CounterProjection stumbling = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) {
                if (event.counter().equals("b") && event.n() == 1) {
                    throw new IllegalArgumentException("never");
                }
            }
        };
        Projections projections = projections(database, stumbling, options -> options.segments(1));
        try (MyelinApplication app = shop.start(projections)) {
            shop.count(COUNTERS);
            eventually(x -> assertAllApplied(database, 1));
            int half = projections.segments("counters").split(0);
            eventually(x -> assertThat(claimed(projections)).isEqualTo(2));
            shop.count(COUNTERS);
            eventually(x -> assertThat(database.number("select count(*) from retry_letter"))
                    .isEqualTo(1));

            projections.segments("counters").merge(half);
            eventually(x -> assertThat(claimed(projections)).isEqualTo(1));
            shop.count(COUNTERS);

            eventually(x -> assertThat(database.number("select count(*) from retry_letter"))
                    .isEqualTo(2));
            eventually(x -> assertThat(database.rows(of("c"))).isEqualTo(rows("c", 3)));
            assertThat(database.rows(of("b"))).isEqualTo(rows("b", 1));
            assertThat(projections.segments("counters").list().get(0).parked()).isEqualTo(2);
        }
    }

    @OnEachDatabase
    void nodes_share_the_segments_and_one_takes_all_when_the_other_ends(TestDatabase database) {
        Projections first = projections(database, new CounterProjection(), options -> options.segments(4));
        Projections second = projections(database, new CounterProjection(), options -> options.segments(4));
        try (MyelinApplication app = shop.start(first)) {
            eventually(x -> assertThat(claimed(first)).isEqualTo(4));
            MyelinApplication other = new Shop(shop.store).start(second);
            shop.countTimes(10, COUNTERS);

            eventually(x -> assertThat(claimed(first)).isEqualTo(2));
            eventually(x -> assertThat(claimed(second)).isEqualTo(2));
            other.close();
            shop.countTimes(10, COUNTERS);

            eventually(x -> assertThat(claimed(first)).isEqualTo(4));
            eventually(x -> assertAllApplied(database, 20));
        }
    }

    private static Projections projections(
            TestDatabase database, CounterProjection projection, UnaryOperator<ProjectionOptions> options) {
        return Projections.on(database.dataSource()).projection("counters", projection, options);
    }

    private static long claimed(Projections projections) {
        List<SegmentStatus> segments = projections.segments("counters").list();
        return segments.stream().filter(SegmentStatus::here).count();
    }

    private static String of(String counter) {
        return "select counter, n from counted where counter = '" + counter + "' order by id";
    }

    private static void assertAllApplied(TestDatabase database, int times) {
        for (String counter : COUNTERS) {
            assertThat(database.rows(of(counter))).isEqualTo(rows(counter, times));
        }
    }
}
