package io.myelin.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real database that starts empty, behind a HikariCP pool; {@link #close()} removes it.
 *
 * <p>PostgreSQL runs as one server for all tests of a JVM, from its first use until the JVM ends; each test database is
 * a schema of its own in it. No two test databases share a table. Safe for use by several threads.
 */
public final class TestDatabase implements AutoCloseable {

    /** Connections per pool: a processor, a retry worker, an admin and the test itself, twice over. */
    private static final int POOL_SIZE = 8;

    /** How long a test waits for a connection: a leaked one must show up as an error, not as a hanging build. */
    private static final long CONNECTION_TIMEOUT_MS = 5_000;

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Which product it is; a test should need this only where the products really differ. */
    public enum Product {
        /** H2, in memory unless made by {@link TestDatabase#h2File}. */
        H2,
        /** PostgreSQL, a server process of its own. */
        POSTGRESQL
    }

    private final Product product;
    private final HikariDataSource dataSource;
    private final String farewell;

    private TestDatabase(Product product, String url, String farewell) {
        this.product = product;
        this.dataSource = new HikariDataSource(poolOf(url));
        this.farewell = farewell;
    }

    /** Opens an empty database of {@code product}. */
    public static TestDatabase of(Product product) {
        return product == Product.H2 ? h2() : postgresql();
    }

    /** Opens an empty H2 database in memory. */
    public static TestDatabase h2() {
        return new TestDatabase(
                Product.H2, "jdbc:h2:mem:" + freshName() + ";DB_CLOSE_DELAY=-1", "shutdown immediately");
    }

    /**
     * Opens an H2 database in {@code directory}, or opens it again with what it held when it was closed.
     *
     * @param directory of one database only; closing leaves its files there
     */
    public static TestDatabase h2File(Path directory) {
        return new TestDatabase(
                Product.H2, "jdbc:h2:file:" + directory.resolve("db").toAbsolutePath(), "shutdown");
    }

    /**
     * Opens an empty schema on the JVM's PostgreSQL server.
     *
     * @throws IllegalStateException if the server does not start; the cause tells what it printed
     */
    public static TestDatabase postgresql() {
        String schema = freshName();
        String url = PostgresServer.urlOf(schema);
        return new TestDatabase(Product.POSTGRESQL, url, "drop schema " + schema + " cascade");
    }

    /** Returns which product this is. */
    public Product product() {
        return product;
    }

    /** Returns the pool; connections come with autocommit on, as HikariCP hands them out. */
    public HikariDataSource dataSource() {
        return dataSource;
    }

    /** Returns the JDBC URL with all it needs to connect, for a connection past the pool. */
    public String url() {
        return dataSource.getJdbcUrl();
    }

    /**
     * Runs statements, each in a transaction of its own.
     *
     * @throws IllegalStateException if the database refuses one; those before it took effect
     */
    public TestDatabase execute(String... statements) {
        for (String sql : statements) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("The test database refused: " + sql, e);
            }
        }
        return this;
    }

    /**
     * Returns a query's rows in its order, each as its columns' texts joined with {@code |}; SQL null reads {@code
     * null}.
     *
     * @throws IllegalStateException if the database refuses the query
     */
    public List<String> rows(String query) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(row(found));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + query, e);
        }
    }

    /** Returns the only column of a query's only row as a number, as of {@code select count(*)}. */
    public long number(String query) {
        List<String> rows = rows(query);
        if (rows.size() != 1) {
            throw new IllegalStateException("One row expected, found " + rows.size() + ": " + query);
        }
        return Long.parseLong(rows.get(0));
    }

    /** Closes the pool and removes the database; files of {@link #h2File} stay. Closing twice does nothing. */
    @Override
    public void close() {
        if (dataSource.isClosed()) {
            return;
        }
        dataSource.close();
        // Past the pool, which would touch the connection once more: H2 closes it together with the database.
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(farewell);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + farewell, e);
        }
    }

    @Override
    public String toString() {
        return product.toString();
    }

    private static String row(ResultSet found) throws SQLException {
        int columns = found.getMetaData().getColumnCount();
        List<String> texts = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            texts.add(String.valueOf(found.getString(column)));
        }
        return String.join("|", texts);
    }

    private static String freshName() {
        return "t_" + NUMBER.incrementAndGet();
    }

    private static HikariConfig poolOf(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        return config;
    }
}
