package io.myelin.handlers.scale;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.jdbc.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * {@code projection_node}: which nodes run a projection. All times are the database's, so that nodes whose clocks differ agree.
 * Thread-safe.
 */
public final class NodeTable {

    private static final String OF_NODE = " where processor_name = ? and node = ?";

    /** A row of a node that is gone for so many time-outs is of no more use to anybody. */
    private static final int FORGOTTEN_AFTER = 60;

    private final JdbcTransactions transactions;
    private final String projection;
    private final String node;
    private final Duration timeout;

    /** @param timeout a node that was silent for so long has ended */
    public NodeTable(JdbcTransactions transactions, String projection, String node, Duration timeout) {
        this.transactions = transactions;
        this.projection = projection;
        this.node = node;
        this.timeout = timeout;
    }

    /** Says that this node runs the projection, and returns all that do, those that have done so for longest first. */
    public List<String> join() {
        return transactions.fetchInTransaction(() -> {
            // Updated first: a node that is known already, as nearly always, locks nothing but its own row.
            if (update("update projection_node set seen_at = current_timestamp" + OF_NODE) == 0) {
                update("insert into projection_node (processor_name, node, joined_at, seen_at)"
                        + " values (?, ?, current_timestamp, current_timestamp)");
            }
            return alive();
        });
    }

    /** Says that this node does not run it any more, so that others need not wait for the time-out. */
    public void leave() {
        transactions.executeInTransaction(() -> update("delete from projection_node" + OF_NODE));
    }

    private List<String> alive() {
        String sql = "select node, seen_at, current_timestamp as now_at from projection_node where processor_name = ?"
                + " order by joined_at, node";
        List<Seen> nodes;
        try {
            nodes = Statements.query(
                    transactions.connection(), sql, row -> new Seen(row.getString("node"), silent(row)), projection);
        } catch (SQLException e) {
            throw failed(e);
        }
        nodes.stream()
                .filter(each -> each.silent().compareTo(timeout.multipliedBy(FORGOTTEN_AFTER)) > 0)
                .forEach(each -> forget(each.node()));
        return nodes.stream()
                .filter(each -> each.silent().compareTo(timeout) < 0)
                .map(Seen::node)
                .toList();
    }

    /** A node, and for how long it has said nothing. */
    private record Seen(String node, Duration silent) {}

    private static Duration silent(ResultSet row) throws SQLException {
        return Duration.between(
                row.getObject("seen_at", OffsetDateTime.class), row.getObject("now_at", OffsetDateTime.class));
    }

    private void forget(String other) {
        update("delete from projection_node" + OF_NODE, other);
    }

    private int update(String sql) {
        return update(sql, node);
    }

    private int update(String sql, String ofNode) {
        try {
            return Statements.update(transactions.connection(), sql, projection, ofNode);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private IllegalStateException failed(SQLException e) {
        return new IllegalStateException(
                "The nodes of projection '" + projection + "' can't be read or changed: " + e.getMessage()
                        + ". Segments stay where they are until the database answers.",
                e);
    }
}
