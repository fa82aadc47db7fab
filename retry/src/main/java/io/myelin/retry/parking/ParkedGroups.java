package io.myelin.retry.parking;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.ParkingLot.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What is parked in a database, seen from outside the application: for operators' tools.
 *
 * <p>The tables must be there, as they are where the application has run. What is redriven here is tried again by the application
 * within a second. Safe for use by several threads and processes.
 */
public final class ParkedGroups {

    private final JdbcTransactions transactions;
    private final Clock clock;

    private ParkedGroups(DataSource dataSource, Clock clock) {
        this.transactions = JdbcTransactions.on(dataSource);
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Returns the groups of one database.
     *
     * @param clock the same as the application's to the second
     */
    public static ParkedGroups in(DataSource dataSource, Clock clock) {
        return new ParkedGroups(requireNonNull(dataSource, "dataSource"), clock);
    }

    /**
     * How much of a group is parked.
     *
     * @param retrying sequences that are tried again by themselves
     * @param dead sequences that wait for somebody
     * @param letters events of both
     */
    public record Summary(String group, long retrying, long dead, long letters) {}

    /** Returns all groups that have something parked, in the order of their names. */
    public List<Summary> summaries() {
        return database()
                .fetch(connection -> Sql.query(
                        connection,
                        "select processing_group, sum(case when state = 'DEAD' then 0 else 1 end) as retrying,"
                                + " sum(case when state = 'DEAD' then 1 else 0 end) as dead,"
                                + " sum(tail_index - head_index + 1) as letters"
                                + " from retry_sequence group by processing_group order by processing_group",
                        row -> new Summary(
                                row.getString("processing_group"),
                                row.getLong("retrying"),
                                row.getLong("dead"),
                                row.getLong("letters"))));
    }

    /** Returns for what reasons sequences of the group failed last, the one with the most sequences first. */
    public List<FailureCause> causes(String group) {
        return database()
                .fetch(connection -> Sql.query(
                        connection,
                        "select last_fingerprint, last_category, sum(case when state = 'DEAD' then 0 else 1 end) as retrying,"
                                + " sum(case when state = 'DEAD' then 1 else 0 end) as dead, min(parked_at) as first_at,"
                                + " max(last_failed_at) as last_at from retry_sequence where processing_group = ?"
                                + " and last_fingerprint is not null group by last_fingerprint, last_category"
                                + " order by count(*) desc, last_fingerprint",
                        ParkedGroups::cause,
                        group));
    }

    /** Returns what there is to see of one group's parked sequences. */
    public ParkedSequences sequences(String group) {
        return new ParkedSequences(database(), tables(group));
    }

    /** Returns what may be done to one group's dead letters. */
    public Redrive redrive(String group) {
        return new Redrive(
                database(),
                new Books(tables(group), clock),
                new RetryMetrics(new SimpleMeterRegistry(), group),
                // The application's worker looks once a second.
                new Redrive.Wakening(() -> {}, pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos())));
    }

    private Database database() {
        return new Database(transactions);
    }

    private static Tables tables(String group) {
        return Tables.of(group, "outside");
    }

    private static FailureCause cause(ResultSet row) throws SQLException {
        return new FailureCause(
                new Fingerprint(row.getString("last_fingerprint")),
                FailureCategory.valueOf(row.getString("last_category")),
                row.getLong("retrying"),
                row.getLong("dead"),
                Sql.instant(row, "first_at"),
                Sql.instant(row, "last_at"));
    }
}
