package io.myelin.handlers;

import io.myelin.handlers.replay.ReplayStart;
import java.sql.Connection;
import java.sql.SQLException;

/** Removes what a projection has written from some event on, so that it can be replayed from there. */
@FunctionalInterface
public interface PartialReset extends ResetAction {

    /**
     * Removes everything that the projection wrote because of events after {@code start}, and nothing else, in the
     * transaction that also sets its tokens back.
     *
     * @param connection lent for this call; see {@link io.myelin.core.jdbc.JdbcTransactions#connection()}
     * @throws SQLException to call the replay off; nothing has changed then
     */
    @Override
    void reset(Connection connection, ReplayStart start) throws SQLException;

    @Override
    default void reset(Connection connection) throws SQLException {
        reset(connection, ReplayStart.OF_ALL);
    }
}
