package io.myelin.handlers.bluegreen;

import io.myelin.core.jdbc.Statements;
import io.myelin.handlers.bluegreen.BlueGreen.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
            Statements.update(
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
        Statements.update(
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
        return Statements.first(
                connection,
                "select active, previous, definition from projection_route where name = ?" + lock,
                row -> new Route(
                        row.getString(1), Optional.ofNullable(row.getString(2)), Optional.ofNullable(row.getString(3))),
                name);
    }

    /** Returns all versions, those that other nodes have declared included, the oldest first. */
    List<Version> versions(Connection connection) throws SQLException {
        return Statements.query(
                connection,
                "select version, table_names from projection_version where name = ? order by place, version",
                row -> new Version(row.getString(1), List.of(row.getString(2).split(",", -1))),
                name);
    }

    /** Lets readers see another version from the commit on. */
    void activate(Connection connection, String version, Instant now) throws SQLException {
        Statements.update(
                connection,
                "update projection_route set previous = active, active = ?, switched_at = ? where name = ?",
                version,
                now,
                name);
    }

    void defined(Connection connection, String definition) throws SQLException {
        Statements.update(connection, "update projection_route set definition = ? where name = ?", definition, name);
    }

    void remove(Connection connection, String version) throws SQLException {
        Statements.update(connection, "delete from projection_version where name = ? and version = ?", name, version);
        Statements.update(
                connection,
                "update projection_route set previous = null where name = ? and previous = ?",
                name,
                version);
    }
}
