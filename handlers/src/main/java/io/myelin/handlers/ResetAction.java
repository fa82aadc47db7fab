package io.myelin.handlers;

import io.myelin.handlers.replay.ReplayStart;
import java.sql.Connection;
import java.sql.SQLException;

/** Empties what a projection has written, so that its events can be handled again from the first. */
@FunctionalInterface
public interface ResetAction {

    /**
     * Removes everything the projection wrote, in the transaction that also sets its tokens back.
     *
     * @param connection lent for this call; see {@link io.myelin.core.jdbc.JdbcTransactions#connection()}
     * @throws SQLException to call the replay off; nothing has changed then
     */
    void reset(Connection connection) throws SQLException;

    /**
     * Removes what the projection wrote because of the events that are going to be handled again; all of it, unless this is
     * a {@link PartialReset}.
     *
     * @param start where the replay begins; at the first event, unless this is a {@link PartialReset}
     */
    default void reset(Connection connection, ReplayStart start) throws SQLException {
        reset(connection);
    }
}
