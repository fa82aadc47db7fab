package io.myelin.handlers.deadline;

import io.myelin.core.jdbc.TransactionHandle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Lets waits for a row's lock end with the time that is left, on H2.
 *
 * <p>H2 doesn't look whether a statement was cancelled while it waits for a lock, and only its own lock time-out ends that. So
 * a statement that begins when less is left than that gets a shorter one. All others cost nothing.
 */
final class LockTimeout {

    /** The watcher is to see that the time is over before the lock's time-out looks like another transaction's fault. */
    private static final long LATER_MS = 20;

    private final TransactionHandle transaction;
    private final long usualMs;
    private long currentMs;

    LockTimeout(TransactionHandle transaction, long usualMs) {
        this.transaction = transaction;
        this.usualMs = usualMs;
        this.currentMs = usualMs;
    }

    /** Returns how long sessions of the connection's database wait for a lock. */
    static long usualMs(Connection connection) throws SQLException {
        try (Statement asking = connection.createStatement();
                ResultSet answer = asking.executeQuery("call lock_timeout()")) {
            answer.next();
            return answer.getLong(1);
        }
    }

    void limit(Connection connection, long leftNs) throws SQLException {
        long wantedMs = Math.min(usualMs, Math.max(0, TimeUnit.NANOSECONDS.toMillis(leftNs)) + LATER_MS);
        if (wantedMs < currentMs || (wantedMs == usualMs && currentMs != usualMs)) {
            try (Statement setting = connection.createStatement()) {
                setting.execute("set lock_timeout " + wantedMs);
            }
            currentMs = wantedMs;
            transaction.restoreBy("set lock_timeout " + usualMs);
        }
    }
}
