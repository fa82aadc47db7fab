package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.ProjectionStatus.State;
import io.myelin.retry.Backoff;
import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.Act;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class FailingHandlersIT {

    static final RetrySettings QUICK = RetrySettings.builder()
            .backoff(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(100)))
            .build();

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
        database.execute("create table taken (n int primary key)", "insert into taken values (1)");
    }

    @OnEachDatabase
    void an_event_that_can_never_be_handled_holds_up_nothing_but_its_own_sequence(TestDatabase database) {
        shop.countTimes(5, "a", "b", "c");
        try (MyelinApplication app = shop.start(projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 2) {
                throw new IllegalArgumentException("never");
            }
        })))) {
            eventually(x -> assertThat(applied(database, "a")).isEqualTo(rows("a", 5)));
            eventually(x -> assertThat(applied(database, "c")).isEqualTo(rows("c", 5)));
            shop.count("b");
            eventually(x -> assertThat(database.rows("select aggregate_seq from retry_letter order by letter_index"))
                    .containsExactly("2", "3", "4", "5"));
            assertThat(applied(database, "b")).isEqualTo(rows("b", 2));
            assertThat(database.rows("select sequence_id, state from retry_sequence"))
                    .containsExactly("b|DEAD");
        }
    }

    @OnEachDatabase
    void an_event_that_fails_for_a_while_takes_effect_once_and_before_its_followers(TestDatabase database) {
        AtomicInteger failures = new AtomicInteger(4);
        shop.countTimes(5, "a", "b");
        try (MyelinApplication app = shop.start(projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 1 && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
        })))) {
            shop.countTimes(5, "a", "b");

            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 10)));
            eventually(x -> assertThat(applied(database, "a")).isEqualTo(rows("a", 10)));
            eventually(x -> assertThat(database.number("select count(*) from retry_letter"))
                    .isZero());
        }
    }

    /** On PostgreSQL such an error blocks the transaction; what came before it in the batch must stay all the same. */
    @OnEachDatabase
    void a_statement_that_the_database_refuses_fails_its_event_only(TestDatabase database) {
        AtomicBoolean mended = new AtomicBoolean();
        CounterProjection projection = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                if (event.counter().equals("b") && event.n() == 1 && !mended.get()) {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("insert into taken values (1)");
                    }
                }
            }
        };
        shop.countTimes(3, "a", "b", "c");
        try (MyelinApplication app = shop.start(projections(database, projection))) {
            eventually(x -> assertThat(applied(database, "a")).isEqualTo(rows("a", 3)));
            eventually(x -> assertThat(applied(database, "c")).isEqualTo(rows("c", 3)));
            assertThat(applied(database, "b")).isEqualTo(rows("b", 1));
            mended.set(true);

            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 3)));
        }
    }

    @OnEachDatabase
    void contention_is_tried_again_at_once_and_parks_nothing(TestDatabase database) {
        AtomicInteger failures = new AtomicInteger(2);
        shop.countTimes(3, "a", "b");
        try (MyelinApplication app = shop.start(projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 1 && failures.getAndDecrement() > 0) {
                throw new SQLException("somebody else was faster", "40001");
            }
        })))) {
            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 3)));
            assertThat(applied(database, "a")).isEqualTo(rows("a", 3));
            assertThat(database.number("select count(*) from retry_attempt")).isZero();
        }
    }

    @OnEachDatabase
    void errors_fail_their_event_like_exceptions(TestDatabase database) {
        shop.countTimes(2, "assertion", "overflow", "good");
        try (MyelinApplication app = shop.start(projections(database, failing(event -> {
            if (event.n() == 1 && event.counter().equals("assertion")) {
                throw new AssertionError("no");
            }
            if (event.n() == 1 && event.counter().equals("overflow")) {
                throw new StackOverflowError("as if");
            }
        })))) {
            shop.count("good");
            eventually(x -> assertThat(applied(database, "good")).isEqualTo(rows("good", 3)));
            assertThat(applied(database, "assertion")).isEqualTo(rows("assertion", 1));
            assertThat(applied(database, "overflow")).isEqualTo(rows("overflow", 1));
            assertThat(database.rows("select sequence_id from retry_sequence order by sequence_id"))
                    .containsExactly("assertion", "overflow");
        }
    }

    @OnEachDatabase
    void a_missing_class_stops_the_line_and_parks_nothing(TestDatabase database) {
        AtomicBoolean deployed = new AtomicBoolean();
        Projections projections = projections(database, failing(event -> {
            if (!deployed.get()) {
                throw new NoClassDefFoundError("com/example/Missing");
            }
        }));
        shop.countTimes(2, "a", "b");
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(projections.status("counters").waiting()).isTrue());
            assertThat(database.rows(CounterProjection.ROWS)).isEmpty();
            deployed.set(true);

            eventually(x -> assertThat(applied(database, "a")).isEqualTo(rows("a", 2)));
            eventually(x -> assertThat(projections.status("counters").waiting()).isFalse());
            assertThat(database.number("select count(*) from retry_attempt")).isZero();
        }
    }

    @OnEachDatabase
    void a_failing_jvm_stops_the_projection_with_its_name_on_it(TestDatabase database) {
        Projections projections = projections(database, failing(event -> {
            if (event.n() == 1) {
                throw new OutOfMemoryError("as if");
            }
        }));
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");
            eventually(x -> assertThat(applied(database, "a")).hasSize(1));
            shop.count("a");

            eventually(x -> assertThat(projections.status("counters").state()).isEqualTo(State.FAILED));
            assertThat(projections.status("counters").problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("OutOfMemoryError"));
        }
        assertThat(applied(database, "a")).isEqualTo(rows("a", 1));
        assertThat(database.number("select count(*) from retry_letter")).isZero();
    }

    @OnEachDatabase
    void a_dead_letter_takes_effect_when_somebody_redrives_it(TestDatabase database) {
        AtomicBoolean mended = new AtomicBoolean();
        Projections projections = projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 1 && !mended.get()) {
                throw new IllegalArgumentException("never");
            }
        }));
        shop.countTimes(3, "a", "b");
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.rows("select state from retry_sequence"))
                    .containsExactly("DEAD"));
            mended.set(true);

            assertThat(projections.redrive("counters").all(new Act("ada", "fixed")))
                    .isEqualTo(1);

            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 3)));
            assertThat(database.number("select count(*) from retry_sequence")).isZero();
        }
    }

    @OnEachDatabase
    void a_replay_forgets_what_was_put_aside_and_handles_it_again(TestDatabase database) {
        AtomicBoolean mended = new AtomicBoolean();
        Projections projections = projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 1 && !mended.get()) {
                throw new IllegalArgumentException("never");
            }
        }));
        shop.countTimes(3, "a", "b");
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.rows("select state from retry_sequence"))
                    .containsExactly("DEAD"));
            mended.set(true);

            projections.replay("counters");

            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 3)));
            eventually(x -> assertThat(applied(database, "a")).isEqualTo(rows("a", 3)));
            assertThat(database.number("select count(*) from retry_sequence")).isZero();
        }
    }

    @OnEachDatabase
    void a_parked_event_that_is_being_delivered_during_a_replay_takes_effect_once(TestDatabase database)
            throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch beingRetried = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Projections projections = projections(database, failing(event -> {
            if (event.counter().equals("b") && event.n() == 1) {
                int attempt = tries.incrementAndGet();
                if (attempt == 1) {
                    throw new IllegalStateException("not yet");
                }
                if (attempt == 2) {
                    beingRetried.countDown();
                    goOn.await();
                }
            }
        }));
        shop.countTimes(3, "a", "b");
        try (MyelinApplication app = shop.start(projections)) {
            beingRetried.await();

            projections.replay("counters");
            eventually(x -> assertThat(applied(database, "b")).isEqualTo(rows("b", 3)));
            goOn.countDown();

            eventually(x -> assertThat(shop.meters.find("retry.fence.rejected").counters())
                    .hasSize(1));
            assertThat(applied(database, "b")).isEqualTo(rows("b", 3));
            assertThat(applied(database, "a")).isEqualTo(rows("a", 3));
        }
    }

    private Projections projections(TestDatabase database, CounterProjection projection) {
        return Projections.on(database.dataSource())
                .projection(
                        "counters",
                        projection,
                        options -> options.batchSize(7).failures(failures -> failures.retry(QUICK)));
    }

    private static List<String> applied(TestDatabase database, String counter) {
        return database.rows("select counter, n from counted where counter = '" + counter + "' order by id");
    }

    private static CounterProjection failing(Failure failure) {
        return new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) throws Exception {
                failure.on(event);
            }
        };
    }

    /** What a handler does after it has written. */
    @FunctionalInterface
    interface Failure {
        void on(Counted event) throws Exception;
    }
}
