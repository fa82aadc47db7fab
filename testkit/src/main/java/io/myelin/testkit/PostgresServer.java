package io.myelin.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The one PostgreSQL server of this JVM: started by its first user, stopped by the JVM's end. */
final class PostgresServer {

    /** Several pools of several test classes at once, with room for those that leak on purpose. */
    private static final String CONNECTIONS_MAX = "200";

    private PostgresServer() {}

    /** Creates a schema and returns the URL that leads into it. */
    static String urlOf(String schema) {
        EmbeddedPostgres server = Holder.SERVER;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException("The test's PostgreSQL server refused to create schema " + schema + ".", e);
        }
        return server.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    private static EmbeddedPostgres start() {
        try {
            // Nothing here outlives the JVM, so that waiting for the disk would only cost time.
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", CONNECTIONS_MAX)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-test-postgresql"));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The test's PostgreSQL server did not start. Its binaries are unpacked into java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir") + "), which needs room and the right to execute.",
                    e);
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            // The JVM ends; what is left is a directory under java.io.tmpdir that the next start clears away.
        }
    }

    /** Starts the server when it is first asked for, once. */
    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();
    }
}
