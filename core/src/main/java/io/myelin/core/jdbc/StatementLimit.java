package io.myelin.core.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Has a say before each statement of a transaction. */
@FunctionalInterface
public interface StatementLimit {

    /**
     * Lets the statement be executed, or throws.
     *
     * @param connection the transaction's own, for settings; not one that was lent
     * @throws SQLException what whoever executes the statement gets instead
     */
    void beforeStatement(Connection connection) throws SQLException;
}
