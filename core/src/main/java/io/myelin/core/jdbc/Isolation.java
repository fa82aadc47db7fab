package io.myelin.core.jdbc;

import java.sql.Connection;

/** How much of other transactions a transaction sees; the database defines what each level means. */
public enum Isolation {

    /** As the connection comes from the data source: no extra round trip. A pool is the better place to set it. */
    AS_CONFIGURED(Connection.TRANSACTION_NONE),

    /** Sees what others have committed, at each statement anew. */
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),

    /** Sees what was committed when it began. */
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),

    /** Behaves as if it ran alone, or fails with SQL state 40001. */
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int jdbcLevel;

    Isolation(int jdbcLevel) {
        this.jdbcLevel = jdbcLevel;
    }

    int jdbcLevel() {
        return jdbcLevel;
    }
}
