package io.myelin.handlers;

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
}
