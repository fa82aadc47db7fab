package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.bluegreen.BlueGreen;
import io.myelin.handlers.bluegreen.SwitchRefusedException;
import io.myelin.handlers.bluegreen.SwitchTerms;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import io.myelin.testkit.TestDatabase.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Timeout;

/**
 * Two versions of a projection of two tables: the last number of a counter, and how many there were. The new one has one more
 * column.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class BlueGreenIT {

    private static final SwitchTerms PATIENTLY = SwitchTerms.within(Duration.ofSeconds(15));

    /** Too short for a version that does not get on. */
    private static final Duration SHORT = Duration.ofMillis(100);

    /** Of 200; a busy machine makes some late. */
    private static final double READS_PER_SECOND_MIN = 100;

    private static final long READS_MIN = 300;

    /** To and fro, so that many reads meet one. */
    private static final int MORE_SWITCHES = 20;

    private static final BlueGreen BOTH = BlueGreen.view("totals", "counts")
            .version("totals-1", "totals_1", "counts_1")
            .version("totals-2", "totals_2", "counts_2");

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        database.execute(
                "create table totals_1 (counter varchar(50) primary key, version integer, n bigint)",
                "create table counts_1 (counter varchar(50) primary key, version integer, events bigint)",
                "create table totals_2 (note varchar(50), counter varchar(50) primary key, version integer, n bigint)",
                "create table counts_2 (counter varchar(50) primary key, version integer, events bigint)");
    }

    @OnEachDatabase
    void readers_see_one_version_or_the_other_and_never_fail(TestDatabase database) throws Exception {
        shop.countTimes(500, "a");
        try (MyelinApplication app = shop.start(blue(database))) {
            eventually(x -> assertThat(database.rows("select n from totals")).containsExactly("499"));
        }
        Projections projections = blueAndGreen(database, new CountDownLatch(0));
        try (VersionReaders readers = new VersionReaders(database);
                Traffic traffic = new Traffic(shop);
                MyelinApplication app = shop.start(projections)) {
            projections.blueGreen("totals").switchTo("totals-2", PATIENTLY);
            eventually(x -> assertThat(readers.last().version()).isEqualTo(2));

            projections.blueGreen("totals").back();
            eventually(x -> assertThat(readers.last().version()).isEqualTo(1));

            for (int i = 0; i < MORE_SWITCHES; i++) {
                projections.blueGreen("totals").switchTo("totals-" + (2 - i % 2), PATIENTLY);
            }
            projections.blueGreen("totals").switchTo("totals-2", PATIENTLY);
            projections.blueGreen("totals").drop("totals-1");
            database.execute("drop table totals_1", "drop table counts_1");
            eventually(x -> assertThat(readers.last().version()).isEqualTo(2));
            eventually(x -> assertThat(readers.count()).isGreaterThan(READS_MIN));

            readers.requireNoFailure();
            assertThat(readers.perSecond()).isGreaterThan(READS_PER_SECOND_MIN);
            assertThat(database.rows("select note from totals")).containsExactly("green");
        }
    }

    @OnEachDatabase
    void a_readers_snapshot_shows_one_version_throughout(TestDatabase database) throws Exception {
        shop.countTimes(3, "a");
        Projections projections = blueAndGreen(database, new CountDownLatch(0));
        try (MyelinApplication app = shop.start(projections);
                Connection reader = database.dataSource().getConnection()) {
            eventually(x ->
                    assertThat(database.rows("select version, n from totals")).containsExactly("1|2"));
            VersionReaders.beginSnapshot(reader, database);
            long before = number(reader, "select version from totals");

            projections.blueGreen("totals").switchTo("totals-2", PATIENTLY);

            assertThat(before).isEqualTo(1);
            assertThat(number(reader, "select version from counts")).isEqualTo(1);
            reader.commit();
            assertThat(number(reader, "select version from counts")).isEqualTo(2);
            reader.commit();
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @OnEachDatabase
    void the_plan_of_a_read_names_all_versions_and_postgresql_does_not_execute_the_others(TestDatabase database) {
        boolean postgresql = database.product() == Product.POSTGRESQL;
        try (MyelinApplication app = shop.start(blueAndGreen(database, new CountDownLatch(0)))) {
            String plan = String.join(
                    "\n", database.rows("explain " + (postgresql ? "analyze" : "") + " select * from totals"));

            assertThat(plan)
                    .containsPattern("(?i)totals_1.*")
                    .containsPattern("(?i)totals_2" + (postgresql ? ".*never executed" : ""));
        }
    }

    @OnEachDatabase
    void readers_stay_with_the_old_version_until_the_new_one_has_caught_up(TestDatabase database) {
        shop.countTimes(20, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        Projections projections = blueAndGreen(database, goOn);
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.rows("select n from totals")).containsExactly("19"));

            assertThatThrownBy(() -> projections.blueGreen("totals").switchTo("totals-2", SwitchTerms.within(SHORT)))
                    .isInstanceOf(SwitchRefusedException.class)
                    .hasMessageContaining("20 events behind");

            assertThat(projections.blueGreen("totals").active()).isEqualTo("totals-1");
            assertThat(database.rows("select version from totals")).containsExactly("1");
            goOn.countDown();
            projections.blueGreen("totals").switchTo("totals-2", PATIENTLY);
            assertThat(database.rows("select version, n from totals")).containsExactly("2|19");
        }
    }

    @OnEachDatabase
    void a_version_with_parked_events_is_switched_to_only_if_that_is_allowed(TestDatabase database) {
        shop.countTimes(3, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("totals-1", new Totals(1))
                .projection("totals-2", new Totals(2) {
                    @Override
                    void on(Counted event, Connection connection) throws Exception {
                        throw new IllegalArgumentException("no");
                    }
                })
                .blueGreen(BOTH);
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.number("select count(*) from retry_letter"))
                    .isEqualTo(3));

            assertThatThrownBy(() -> projections.blueGreen("totals").switchTo("totals-2", SwitchTerms.within(SHORT)))
                    .hasMessageContaining("parked");
            projections.blueGreen("totals").switchTo("totals-2", PATIENTLY.withParked());

            assertThat(projections.blueGreen("totals").active()).isEqualTo("totals-2");
        }
    }

    @OnEachDatabase
    void a_node_with_the_older_release_takes_no_version_away(TestDatabase database) {
        shop.countTimes(3, "a");
        Projections newer = blueAndGreen(database, new CountDownLatch(0));
        Projections older = blue(database);
        try (MyelinApplication app = shop.start(newer);
                MyelinApplication restarted = new Shop(shop.store).start(older)) {
            newer.blueGreen("totals").switchTo("totals-2", PATIENTLY);

            assertThat(older.blueGreen("totals").active()).isEqualTo("totals-2");
            assertThat(database.rows("select version, n from totals")).containsExactly("2|2");
        }
    }

    @OnEachDatabase
    void what_is_read_is_not_dropped(TestDatabase database) {
        Projections projections = blueAndGreen(database, new CountDownLatch(0));
        try (MyelinApplication app = shop.start(projections)) {
            assertThatThrownBy(() -> projections.blueGreen("totals").drop("totals-1"))
                    .hasMessageContaining("Switch to another one first");
            assertThatThrownBy(() -> projections.blueGreen("totals").back()).hasMessageContaining("none to go back to");
        }
    }

    private static Projections blue(TestDatabase database) {
        return Projections.on(database.dataSource())
                .projection("totals-1", new Totals(1))
                .blueGreen(BlueGreen.view("totals", "counts").version("totals-1", "totals_1", "counts_1"));
    }

    private static Projections blueAndGreen(TestDatabase database, CountDownLatch green) {
        return Projections.on(database.dataSource())
                .projection("totals-1", new Totals(1))
                .projection("totals-2", new Totals(2, green))
                .blueGreen(BOTH);
    }

    /** Keeps the last number and the count of each counter, in the tables of its version. */
    static class Totals {
        private final int version;
        private final CountDownLatch start;

        Totals(int version) {
            this(version, new CountDownLatch(0));
        }

        Totals(int version, CountDownLatch start) {
            this.version = version;
            this.start = start;
        }

        @EventHandler
        void on(Counted event, Connection connection) throws Exception {
            start.await();
            String more = version == 1 ? "" : ", note = 'green'";
            if (update(connection, "update totals_" + version + " set n = " + event.n() + more, event) == 0) {
                insert(connection, "totals_" + version + " (n, version, counter", event.n(), event);
                insert(connection, "counts_" + version + " (events, version, counter", 1, event);
                update(connection, "update totals_" + version + " set n = " + event.n() + more, event);
            } else {
                update(connection, "update counts_" + version + " set events = events + 1", event);
            }
        }

        private void insert(Connection connection, String into, long number, Counted event) throws SQLException {
            String sql = "insert into " + into + ") values (" + number + ", " + version + ", ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, event.counter());
                insert.executeUpdate();
            }
        }

        private static int update(Connection connection, String sql, Counted event) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement(sql + " where counter = ?")) {
                update.setString(1, event.counter());
                return update.executeUpdate();
            }
        }
    }

    /** Publishes 200 events a second. */
    private static final class Traffic implements AutoCloseable {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        Traffic(Shop shop) {
            var unused = timer.scheduleAtFixedRate(() -> shop.count("a"), 0, 5, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdown();
        }
    }
}
