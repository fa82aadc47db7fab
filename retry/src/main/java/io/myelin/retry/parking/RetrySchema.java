package io.myelin.retry.parking;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The tables of parked sequences, and how they come into a database.
 *
 * <p>They are created and brought up to date by Flyway, with a history table of their own, so that they live beside the
 * application's tables and its own migrations. H2 and PostgreSQL.
 */
public final class RetrySchema {

    /** Where Flyway notes which of this module's migrations a database has. */
    public static final String HISTORY_TABLE = "myelin_retry_schema_history";

    private static final String SCRIPTS = "classpath:io/myelin/retry/schema";

    /** Two seconds in all: a node that creates the tables takes less than one. */
    static final int STARTS_MAX = 10;

    static final Duration BETWEEN_STARTS = Duration.ofMillis(200);

    private RetrySchema() {}

    /**
     * Creates the tables in the data source's default schema, or brings them up to date. Nodes may do so at the same
     * time: one works, the others wait for it.
     *
     * @throws FlywayException if the database refuses; the message names the script and the line
     * @throws RetryStoreException if the database can't be reached, or is neither H2 nor PostgreSQL
     */
    public static void migrate(DataSource dataSource) {
        migrate(dataSource, pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    }

    /** Flyway's own lock begins after its history table exists, so nodes that start together may trip over each other. */
    static void migrate(DataSource dataSource, GroupRetry.Waiter waiter) {
        Flyway flyway = flyway(dataSource);
        FlywayException first = null;
        for (int start = 1; start <= STARTS_MAX; start++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                // The later ones only complain about what the first one left behind.
                first = first == null ? e : first;
                pause(waiter, first);
            }
        }
        throw requireNonNull(first);
    }

    private static void pause(GroupRetry.Waiter waiter, FlywayException failure) {
        try {
            waiter.pause(BETWEEN_STARTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations(SCRIPTS)
                .table(HISTORY_TABLE)
                // The schema is the application's and mostly not empty; our history starts before the first script.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of("bytes", bytesTypeOf(dataSource)))
                .load();
    }

    private static String bytesTypeOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                // H2 limits other binary types to 1 MiB.
                case "H2" -> "blob";
                case "PostgreSQL" -> "bytea";
                default ->
                    throw new RetryStoreException(
                            "Parked sequences need H2 or PostgreSQL, and this database is '" + product
                                    + "'. Give the projections a data source of one of the two.",
                            null);
            };
        } catch (SQLException e) {
            throw new RetryStoreException(
                    "The database could not be reached to create the retry tables: " + e.getMessage()
                            + " Nothing was changed; check its address and rights, and start again.",
                    e);
        }
    }
}
