package io.myelin.handlers.bluegreen;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.bluegreen.BlueGreen.Version;
import io.myelin.handlers.bluegreen.RouteTable.Route;
import io.myelin.handlers.bluegreen.ViewSql.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the views as the versions in the database want them. */
final class Views {

    private static final Logger log = LoggerFactory.getLogger(Views.class);

    private final JdbcTransactions transactions;
    private final BlueGreen declared;
    private final RouteTable routes;

    Views(JdbcTransactions transactions, BlueGreen declared) {
        this.transactions = transactions;
        this.declared = declared;
        this.routes = new RouteTable(declared.name());
    }

    /** Adds the declared versions to those in the database, and brings the views up to date if they are not. */
    void addVersions() throws SQLException {
        Connection connection = transactions.connection();
        routes.add(connection, declared.versions());
        define(connection, routes.locked(connection).orElseThrow());
    }

    /** Takes a version out of the views. */
    void removeVersion(String version) throws SQLException {
        Connection connection = transactions.connection();
        Route route = routes.locked(connection).orElseThrow();
        routes.remove(connection, version);
        define(connection, route);
    }

    private void define(Connection connection, Route route) throws SQLException {
        List<Version> versions = routes.versions(connection);
        List<String> queries = new ArrayList<>();
        for (int view = 0; view < declared.views().size(); view++) {
            queries.add(query(connection, versions, view, route.definition().isPresent()));
        }
        String definition = digest(String.join(";", queries));
        if (route.definition().filter(definition::equals).isPresent()) {
            return;
        }
        for (int view = 0; view < declared.views().size(); view++) {
            replace(connection, declared.views().get(view), queries.get(view));
        }
        routes.defined(connection, definition);
        log.info("Views {} show one of {}, now '{}'.", declared.views(), names(versions), route.active());
    }

    private String query(Connection connection, List<Version> versions, int view, boolean exists) throws SQLException {
        String name = declared.views().get(view);
        List<String> shown = exists ? columnsOf(connection, name) : List.of();
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Version version : versions) {
            String table = version.tables().get(view);
            tables.put(version.projection(), new Table(table, columnsOf(connection, table)));
        }
        List<String> columns = ViewSql.columns(tables, shown);
        if (columns.isEmpty()) {
            throw new IllegalStateException("The tables behind view '" + name + "' have no column in common: " + tables
                    + ". The view shows what all versions have, so it would be empty.");
        }
        if (!columns.containsAll(shown)) {
            List<String> lost = new ArrayList<>(shown);
            lost.removeAll(columns);
            log.warn(
                    "View '{}' does not have columns {} any more, since not every version of {} has them.",
                    name,
                    lost,
                    names(versions));
        }
        return ViewSql.query(declared.name(), tables, shown);
    }

    private List<String> columnsOf(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            ResultSetMetaData found = nothing.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= found.getColumnCount(); column++) {
                columns.add(found.getColumnName(column));
            }
            return columns;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Table '" + table + "', behind a view of '" + declared.name() + "', can't be read: "
                            + e.getMessage() + " Create it by a migration before the application starts.",
                    e);
        }
    }

    /** Where the database can't replace a view by one with other columns, it is made anew; both are one statement or one commit. */
    private static void replace(Connection connection, String view, String query) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("create or replace view " + view + " as " + query);
            } catch (SQLException e) {
                connection.rollback(before);
                statement.execute("drop view " + view);
                statement.execute("create view " + view + " as " + query);
            }
        }
    }

    private static List<String> names(List<Version> versions) {
        return versions.stream().map(Version::projection).toList();
    }

    private static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, and this one does not.", e);
        }
    }
}
