package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.TestDatabase;
import io.myelin.testkit.TestDatabase.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reads both views 200 times a second: half of the time by one statement, half by two in one transaction. */
final class VersionReaders implements AutoCloseable {
    private final TestDatabase database;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile Seen last = new Seen(0, 0, -1, 0);

    VersionReaders(TestDatabase database) {
        this.database = database;
        var unused = timer.scheduleAtFixedRate(this::read, 0, 5, TimeUnit.MILLISECONDS);
    }

    private void read() {
        try (Connection connection = database.dataSource().getConnection()) {
            boolean one = count.incrementAndGet() % 2 == 0;
            Seen seen = one ? byOneStatement(connection) : byTwo(connection);
            assertThat(seen.isMixture())
                    .as("mixture: %s, by one statement: %s", seen, one)
                    .isFalse();
            assertThat(seen.n()).as("not back in time: %s", seen).isGreaterThanOrEqualTo(last.n());
            last = seen;
        } catch (SQLException | RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private static Seen byOneStatement(Connection connection) throws SQLException {
        return query(
                connection,
                "select t.version, c.version, t.n, c.events from totals t join counts c on c.counter = t.counter"
                        + " where t.counter = 'a'",
                row -> new Seen(row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4)));
    }

    private Seen byTwo(Connection connection) throws SQLException {
        beginSnapshot(connection, database);
        Seen totals = query(
                connection,
                "select version, n from totals where counter = 'a'",
                row -> new Seen(row.getInt(1), 0, row.getLong(2), 0));
        Seen seen = query(
                connection,
                "select version, events from counts where counter = 'a'",
                row -> new Seen(totals.totalsVersion(), row.getInt(1), totals.n(), row.getLong(2)));
        connection.commit();
        return seen;
    }

    private static Seen query(Connection connection, String sql, Row row) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).as("a row is there").isTrue();
            Seen seen = row.read(rows);
            assertThat(rows.next()).as("a second row is there").isFalse();
            return seen;
        }
    }

    Seen last() {
        return last;
    }

    void requireNoFailure() {
        assertThat(failures).isEmpty();
    }

    long count() {
        return count.get();
    }

    double perSecond() {
        return count.get() * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        timer.shutdown();
    }

    static void beginSnapshot(Connection connection, TestDatabase database) throws SQLException {
        // H2 gives each table a snapshot of its own below that.
        connection.setTransactionIsolation(
                database.product() == Product.H2
                        ? Connection.TRANSACTION_SERIALIZABLE
                        : Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
    }

    /** What a reader saw in both views. */
    record Seen(int totalsVersion, int countsVersion, long n, long events) {
        int version() {
            return totalsVersion;
        }

        boolean isMixture() {
            return totalsVersion != countsVersion || n + 1 != events;
        }
    }

    /** Reads what a row says. */
    @FunctionalInterface
    private interface Row {
        Seen read(ResultSet row) throws SQLException;
    }
}
