package io.myelin.handlers;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The table of the projections' tokens, {@code projection_token}.
 *
 * <p>Projections create it when the application starts. Whoever gives the application no right to create tables calls
 * {@link #migrate} with one that has it, before. The table lives in the connection's current schema, beside the
 * projections' own, and has a migration history of its own, {@code myelin_handlers_schema_history}.
 */
public final class HandlersSchema {

    static final TokenSchema TOKENS = TokenSchema.builder()
            .setTokenTable("projection_token")
            .setProcessorNameColumn("processor_name")
            .setSegmentColumn("segment")
            .setTokenColumn("token")
            .setTokenTypeColumn("token_type")
            .setTimestampColumn("stored_at")
            .setOwnerColumn("owner")
            .build();

    /** Two seconds in all: a node that creates the table takes less than one. */
    private static final int STARTS_MAX = 10;

    private static final int BETWEEN_STARTS_MS = 200;

    private HandlersSchema() {}

    /**
     * Creates the table, or brings an older one up to date; does nothing to one that is current. Nodes may do so at the same
     * time: one works, the others wait for it, two seconds at most.
     *
     * @throws FlywayException if the database refuses it; a migration is done whole or not at all
     */
    public static void migrate(DataSource dataSource) {
        Flyway flyway = flyway(dataSource);
        for (int start = 1; ; start++) {
            try {
                repairIfFailed(flyway);
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                // Flyway's own lock begins after its history table exists, so nodes that start together may trip over
                // each other.
                if (start == STARTS_MAX) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/myelin/handlers/schema")
                // Parts of the schema have ranges of numbers of their own.
                .outOfOrder(true)
                .table("myelin_handlers_schema_history")
                // The schema holds the application's own tables, so that Flyway must not expect an empty one.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // Features bring tables under numbers of their own, and come in any order.
                .outOfOrder(true)
                .load();
    }

    /** Whatever a script failed of, a full disk or a missing right; ours can be run again. */
    private static void repairIfFailed(Flyway flyway) {
        if (Arrays.stream(flyway.info().all())
                .anyMatch(script -> script.getState().isFailed())) {
            flyway.repair();
        }
    }

    private static void pause(FlywayException failure) {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_STARTS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
