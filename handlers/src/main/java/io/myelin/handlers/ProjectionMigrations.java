package io.myelin.handlers;

import io.myelin.core.Phases;
import io.myelin.retry.parking.RetrySchema;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The Flyway migrations of a projection's own tables, with a history of their own.
 *
 * <p>They run before the projection starts. Nodes may start together: Flyway lets one work and the others wait.
 */
final class ProjectionMigrations {

    private static final String ENDING = "_schema_history";

    /** PostgreSQL cuts longer names off, Flyway's index of it has eight characters more. */
    private static final int TABLE_LENGTH_MAX = 55;

    /** Until a history table exists Flyway has no lock, so that nodes which start together may trip over each other. */
    private static final int STARTS_MAX = 5;

    private ProjectionMigrations() {}

    /**
     * Lets the application's start create what is missing of our own tables, and then of the projections'. It fails if a
     * projection's script failed or was changed, or if there is none.
     */
    static void createOnStart(Configuration configuration, DataSource dataSource, Collection<Projection> projections) {
        configuration.onStart(Phases.STORE, () -> {
            RetrySchema.migrate(dataSource);
            HandlersSchema.migrate(dataSource);
            projections.forEach(each -> migrate(dataSource, each));
        });
    }

    /** @throws ProjectionSetupException as the start fails */
    static void migrate(DataSource dataSource, Projection projection) {
        projection.options().migrations().ifPresent(location -> migrate(dataSource, projection.name(), location));
    }

    private static void migrate(DataSource dataSource, String projection, String location) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations(location)
                .failOnMissingLocations(true)
                .table(historyOf(projection))
                // The schema holds other tables too, ours among them, so that Flyway must not expect an empty one.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        for (int start = 1; ; start++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (start == STARTS_MAX) {
                    throw new ProjectionSetupException(
                            "The migrations of projection '" + projection + "' in " + location
                                    + " could not be applied, so the application does not start: " + e.getMessage()
                                    + " Its history is in table " + historyOf(projection)
                                    + "; mend the script, and what a failed one left behind.",
                            e);
                }
            }
        }
    }

    /** Names that differ in more than what a table's name may hold get different ones. */
    static String historyOf(String projection) {
        String plain = projection.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        int room = TABLE_LENGTH_MAX - ENDING.length();
        if (plain.equals(projection.replace('-', '_')) && plain.length() <= room && !projection.contains("_")) {
            return plain + ENDING;
        }
        CRC32 checksum = new CRC32();
        checksum.update(projection.getBytes(StandardCharsets.UTF_8));
        String suffix = "_" + HexFormat.of().toHexDigits((int) checksum.getValue());
        return plain.substring(0, Math.min(plain.length(), room - suffix.length())) + suffix + ENDING;
    }
}
