package io.myelin.handlers.bluegreen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The versions of a projection, and the views by which readers see one of them.
 *
 * <pre>{@code
 * BlueGreen.view("orders")
 *         .version("orders-1", "orders_1")     // the projection and its table; read until another one is switched to
 *         .version("orders-2", "orders_2")
 * }</pre>
 *
 * @param views names for readers, with a schema if need be; the first one names the whole
 * @param versions one at least, the oldest first
 */
public record BlueGreen(List<String> views, List<Version> versions) {

    /** The column of the name; names that long say nothing more. */
    private static final int NAME_LENGTH_MAX = 100;

    /** The column of a version's tables. */
    private static final int TABLES_LENGTH_MAX = 2_000;

    /** What SQL takes without quotes. */
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

    /**
     * One version.
     *
     * @param projection the name of the projection that fills it
     * @param tables what it fills, one for each view, in their order; other versions don't write to them
     */
    public record Version(String projection, List<String> tables) {

        /** Checks the names. */
        public Version {
            tables = List.copyOf(tables);
            tables.forEach(BlueGreen::checkName);
            if (String.join(",", tables).length() > TABLES_LENGTH_MAX) {
                throw new IllegalArgumentException("The tables of '" + projection + "' have names of more than "
                        + TABLES_LENGTH_MAX + " characters together, which the table of versions has no room for.");
            }
        }
    }

    /** Checks that each version has a table for each view. */
    public BlueGreen {
        views = List.copyOf(views);
        versions = List.copyOf(versions);
        views.forEach(BlueGreen::checkName);
        if (views.isEmpty() || views.get(0).length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "Name one view at least, of at most " + NAME_LENGTH_MAX + " characters.");
        }
        for (Version version : versions) {
            if (version.tables().size() != views.size()) {
                throw new IllegalArgumentException("Version '" + version.projection() + "' has "
                        + version.tables().size() + " tables for " + views.size() + " views " + views
                        + ". Give one for each view, in their order.");
            }
        }
    }

    /** Returns a declaration without versions. */
    public static BlueGreen view(String... names) {
        return new BlueGreen(List.of(names), List.of());
    }

    /** Adds a version that is newer than those before. */
    public BlueGreen version(String projection, String... tables) {
        List<Version> more = new ArrayList<>(versions);
        more.add(new Version(projection, List.of(tables)));
        return new BlueGreen(views, more);
    }

    /** Returns the name of the whole: that of the first view. */
    public String name() {
        return views.get(0);
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' can't be the name of a view or table here: letters, digits"
                            + " and underscores, with a schema before a dot if need be, since it is used without quotes.");
        }
    }
}
