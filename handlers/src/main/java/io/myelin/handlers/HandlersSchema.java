package io.myelin.handlers;

import java.util.Arrays;
import javax.sql.DataSource;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.flywaydb.core.Flyway;

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

    private HandlersSchema() {}

    /**
     * Creates the table, or brings an older one up to date; does nothing to one that is current.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database refuses it; a migration is done whole or not at all
     */
    public static void migrate(DataSource dataSource) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/myelin/handlers/schema")
                .table("myelin_handlers_schema_history")
                // The schema holds the application's own tables, so that Flyway must not expect an empty one.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        if (Arrays.stream(flyway.info().all())
                .anyMatch(script -> script.getState().isFailed())) {
            // Whatever it failed of, a full disk or a missing right; our scripts can be run again.
            flyway.repair();
        }
        flyway.migrate();
    }
}
