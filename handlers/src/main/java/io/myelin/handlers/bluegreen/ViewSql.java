package io.myelin.handlers.bluegreen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The SQL of a view that shows the active version's table.
 *
 * <p>Each version's rows are there on condition that the route names it. The condition is the same for all rows, so PostgreSQL
 * asks it once and doesn't touch the others' tables. A switch changes a row, not the view: it takes part in a transaction on
 * every database, also where definitions do not, and a reader's snapshot shows one version throughout.
 */
final class ViewSql {

    private ViewSql() {}

    /**
     * Returns the query.
     *
     * @param route the name of the whole
     * @param tables the columns of each version's table, by version
     * @param shown the columns that the view has so far, which stay first; empty if there is none
     */
    static String query(String route, Map<String, Table> tables, List<String> shown) {
        String columns = columns(tables, shown).stream().map(ViewSql::quoted).collect(Collectors.joining(", "));
        boolean alone = tables.size() == 1;
        return tables.entrySet().stream()
                .map(version -> "select " + columns + " from "
                        + version.getValue().name() + (alone ? "" : onlyIfActive(route, version.getKey())))
                .collect(Collectors.joining(" union all "));
    }

    /** Returns what all versions have. */
    static List<String> columns(Map<String, Table> tables, List<String> shown) {
        Set<String> ordered = new LinkedHashSet<>(shown);
        tables.values().forEach(table -> ordered.addAll(table.columns()));
        List<String> common = new ArrayList<>(ordered);
        tables.values().forEach(table -> common.retainAll(table.columns()));
        return common;
    }

    private static String onlyIfActive(String route, String version) {
        return " where (select active from projection_route where name = " + text(route) + ") = " + text(version);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    /** A version's table and its columns, spelled as the database does. */
    record Table(String name, List<String> columns) {}
}
