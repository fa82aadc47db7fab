package io.myelin.handlers.bluegreen;

import io.myelin.handlers.bluegreen.BlueGreen.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows that say which versions there are, and which one is read. Used within the caller's transaction. */
record RouteTable(String name) {

    /**
     * Which version is read.
     *
     * @param active it
     * @param previous the one before it, if it is still there
     * @param definition a digest of the views' SQL as it was last carried out; empty if it never was
     */
    record Route(String active, Optional<String> previous, Optional<String> definition) {}

    /** Adds the versions that are not there yet; the first of all is read, if none is so far. */
    void add(Connection connection, List<Version> versions) throws SQLException {
        for (Version version : versions) {
            update(
                    connection,
                    "insert into projection_version (name, place, version, table_names)"
                            + " select ?, (select count(*) from projection_version where name = ?), ?, ? where not exists"
                            + " (select 1 from projection_version where name = ? and version = ?)",
                    name,
                    name,
                    version.projection(),
                    String.join(",", version.tables()),
                    name,
                    version.projection());
        }
        update(
                connection,
                "insert into projection_route (name, active) select ?, ? where not exists"
                        + " (select 1 from projection_route where name = ?)",
                name,
                versions.get(0).projection(),
                name);
    }

    /** Returns the route, which nobody else can change before the transaction ends; empty if it is not there yet. */
    Optional<Route> locked(Connection connection) throws SQLException {
        return route(connection, " for update");
    }

    /** Returns the route; empty if it is not there yet. */
    Optional<Route> get(Connection connection) throws SQLException {
        return route(connection, "");
    }

    private Optional<Route> route(Connection connection, String lock) throws SQLException {
        String sql = "select active, previous, definition from projection_route where name = ?" + lock;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Route(
                                row.getString(1),
                                Optional.ofNullable(row.getString(2)),
                                Optional.ofNullable(row.getString(3))))
                        : Optional.empty();
            }
        }
    }

    /** Returns all versions, those that other nodes have declared included, the oldest first. */
    List<Version> versions(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select version, table_names from projection_version where name = ? order by place, version")) {
            select.setString(1, name);
            List<Version> versions = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    versions.add(new Version(
                            rows.getString(1), List.of(rows.getString(2).split(",", -1))));
                }
            }
            return versions;
        }
    }

    /** Lets readers see another version from the commit on. */
    void activate(Connection connection, String version, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update projection_route set previous = active, active = ?, switched_at = ? where name = ?")) {
            update.setString(1, version);
            update.setObject(2, now.atOffset(ZoneOffset.UTC));
            update.setString(3, name);
            update.executeUpdate();
        }
    }

    void defined(Connection connection, String definition) throws SQLException {
        update(connection, "update projection_route set definition = ? where name = ?", definition, name);
    }

    void remove(Connection connection, String version) throws SQLException {
        update(connection, "delete from projection_version where name = ? and version = ?", name, version);
        update(
                connection,
                "update projection_route set previous = null where name = ? and previous = ?",
                name,
                version);
    }

    private static void update(Connection connection, String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setString(i + 1, parameters[i]);
            }
            update.executeUpdate();
        }
    }
}
