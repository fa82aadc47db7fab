package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.myelin.core.application.MyelinApplication;
import io.myelin.retry.Backoff;
import io.myelin.retry.RetrySettings;
import io.myelin.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lets handlers hang in all ways on databases that take an interrupt badly, well, and not at all. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class DeadlineIT {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    /** What it may take longer than that. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final String APPLIED = "select counter, n from counted order by id";

    /** So that no second attempt gets in the way. */
    private static final RetrySettings LATER = RetrySettings.builder()
            .backoff(Backoff.exponential(Duration.ofMinutes(5), Duration.ofMinutes(5)))
            .build();

    private static final RetrySettings SOON = RetrySettings.builder()
            .backoff(Backoff.exponential(Duration.ofMillis(20), Duration.ofMillis(20)))
            .timeoutAttemptsMax(2)
            .build();

    @TempDir
    Path directory;

    private final Shop shop = new Shop();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    enum Kind {
        H2_FILE,
        H2_MEMORY,
        POSTGRESQL;

        TestDatabase open(Path directory) {
            return switch (this) {
                case H2_FILE -> TestDatabase.h2File(directory);
                case H2_MEMORY -> TestDatabase.h2();
                case POSTGRESQL -> TestDatabase.postgresql();
            };
        }
    }

    enum Hang {
        SLEEP,
        BUSY_LOOP,
        SWALLOWED_INTERRUPTS,
        QUERY,
        ROW_LOCK;

        boolean noticesInterrupts() {
            return this == SLEEP || this == SWALLOWED_INTERRUPTS;
        }

        /** A thread that nothing ends is left behind; an interrupt would close H2's file for everybody. */
        boolean isEndedOn(Kind kind) {
            return this == QUERY || this == ROW_LOCK || (this == SLEEP && kind != Kind.H2_FILE);
        }
    }

    static Stream<Arguments> hangs() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(Hang.values()).map(hang -> Arguments.of(kind, hang)));
    }

    @ParameterizedTest
    @MethodSource("hangs")
    void a_handler_that_hangs_is_ended_alone_and_in_time(Kind kind, Hang hang) throws Exception {
        try (TestDatabase database = prepared(kind);
                Connection other = database.dataSource().getConnection();
                Metronome metronome = Metronome.start()) {
            lockRow(other);
            Hanging handler = new Hanging(kind, hang);
            shop.count("a", "bad", "c");
            shop.count("a", "bad", "c");
            try (MyelinApplication app = shop.start(projections(database, handler, LATER))) {
                eventually(x -> assertThat(database.rows(APPLIED)).contains("c|1"));
                long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - handler.hungAtNs);

                assertThat(database.rows(APPLIED)).containsExactly("a|0", "c|0", "a|1", "c|1");
                assertThat(tookMs)
                        .isBetween(
                                TIMEOUT.toMillis(),
                                TIMEOUT.plus(GRACE)
                                        .plus(metronome.machinesOwn())
                                        .toMillis());
                assertThat(database.rows("select sequence_id, state, last_category, attempts from retry_sequence"))
                        .containsExactly("bad|RETRYING|TIMEOUT|1");
                shop.count("a", "c");
                eventually(x -> assertThat(database.rows(APPLIED)).contains("a|2", "c|2"));
                assertThat(timeouts()).isEqualTo(1);
                assertThat(stuckThreads()).isEqualTo(hang.isEndedOn(kind) ? 0 : 1);
                assertThat(handler.interrupted).isEqualTo(hang.noticesInterrupts() && kind != Kind.H2_FILE);
                other.rollback();
                assertThat(rowsOf(other, "select count(*) from counted")).isEqualTo(6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_thread_that_nothing_ends_is_counted_and_has_no_effect_when_it_comes_back(Kind kind) throws Exception {
        try (TestDatabase database = prepared(kind)) {
            Hanging handler = new Hanging(kind, Hang.BUSY_LOOP);
            shop.count("a", "bad", "c");
            try (MyelinApplication app = shop.start(projections(database, handler, LATER))) {
                eventually(x -> assertThat(database.rows(APPLIED)).containsExactly("a|0", "c|0"));
                assertThat(stuckThreads()).isEqualTo(1);

                released.countDown();

                eventually(x -> assertThat(stuckThreads()).isZero());
                shop.count("a", "c");
                eventually(x -> assertThat(database.rows(APPLIED)).contains("a|1", "c|1"));
                assertThat(database.rows(APPLIED)).hasSize(4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_event_that_is_tried_again_has_the_same_deadline_and_is_given_up(Kind kind) throws Exception {
        try (TestDatabase database = prepared(kind)) {
            shop.count("bad", "c");
            try (MyelinApplication app = shop.start(projections(database, new Hanging(kind, Hang.BUSY_LOOP), SOON))) {
                eventually(x -> assertThat(
                                database.rows("select sequence_id, state, last_category, attempts from retry_sequence"))
                        .containsExactly("bad|DEAD|TIMEOUT|2"));
                assertThat(database.rows(APPLIED)).containsExactly("c|0");
                assertThat(stuckThreads()).isEqualTo(2);
            }
        }
    }

    private TestDatabase prepared(Kind kind) {
        TestDatabase database = kind.open(directory);
        CounterProjection.createTable(database);
        return database.execute("create table locked (id int primary key, n int)", "insert into locked values (1, 0)");
    }

    private static void lockRow(Connection other) throws Exception {
        other.setAutoCommit(false);
        try (Statement locking = other.createStatement()) {
            locking.execute("update locked set n = n + 1 where id = 1");
        }
    }

    private static long rowsOf(Connection connection, String query) throws Exception {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Projections projections(TestDatabase database, Object handler, RetrySettings retry) {
        return Projections.on(database.dataSource())
                .projection(
                        "counters",
                        handler,
                        options -> options.handlerTimeout(TIMEOUT).failures(failures -> failures.retry(retry)));
    }

    private double timeouts() {
        return shop.meters.find("handlers.timeouts").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double stuckThreads() {
        return shop.meters
                .get("handlers.stuck.threads")
                .tag("processor", "counters")
                .gauge()
                .value();
    }

    /** Hangs in the first event of counter "bad", after it has written. */
    private final class Hanging extends CounterProjection {

        private final Kind kind;
        private final Hang hang;
        volatile long hungAtNs;
        volatile boolean interrupted;

        Hanging(Kind kind, Hang hang) {
            this.kind = kind;
            this.hang = hang;
        }

        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            if (!event.counter().equals("bad")) {
                return;
            }
            hungAtNs = System.nanoTime();
            switch (hang) {
                case SLEEP -> sleep();
                case BUSY_LOOP -> spin();
                case SWALLOWED_INTERRUPTS -> sleepOn();
                case QUERY -> execute(connection, longQuery());
                case ROW_LOCK -> execute(connection, "update locked set n = n + 1 where id = 1");
            }
        }

        private void sleep() throws InterruptedException {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
        }

        private void spin() {
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        private void sleepOn() {
            while (released.getCount() > 0) {
                try {
                    sleep();
                } catch (InterruptedException e) {
                    // Such handlers exist.
                }
            }
        }

        private String longQuery() {
            return kind == Kind.POSTGRESQL
                    ? "select pg_sleep(60)"
                    : "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b where a.x + b.x = 3";
        }

        private void execute(Connection connection, String sql) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
