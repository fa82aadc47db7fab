package io.myelin.handlers.deadline;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is known of a database's sessions.
 *
 * @param interruptible whether a thread that uses one may be interrupted
 * @param lockTimeoutMs how long a wait for a lock lasts that only itself can end; 0 if it can be cancelled
 */
record Session(boolean interruptible, long lockTimeoutMs) {

    static Session of(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        return new Session(Interrupts.areSafeOn(url), url.startsWith("jdbc:h2:") ? LockTimeout.usualMs(connection) : 0);
    }
}
