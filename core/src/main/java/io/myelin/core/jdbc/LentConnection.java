package io.myelin.core.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection in the hands of somebody who must neither end its transaction nor keep it. */
final class LentConnection implements InvocationHandler {

    /** "Invalid transaction termination" of the SQL standard. */
    private static final String INVALID_TERMINATION = "2D000";

    /** "Connection does not exist" of the SQL standard. */
    private static final String NO_CONNECTION = "08003";

    private final Connection connection;
    private final Connection proxy;
    private volatile boolean takenBack;
    private volatile @Nullable Statement running;
    private volatile @Nullable StatementLimit limit;

    LentConnection(Connection connection) {
        this.connection = connection;
        this.proxy = (Connection)
                Proxy.newProxyInstance(LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    Connection asConnection() {
        return proxy;
    }

    void takeBack() {
        takenBack = true;
    }

    /** Returns the statement that is being executed. */
    @Nullable
    Statement running() {
        return running;
    }

    void cancelRunning() throws SQLException {
        Statement cancelling = running;
        if (cancelling != null && !takenBack) {
            cancelling.cancel();
        }
    }

    void limit(StatementLimit set) {
        limit = set;
    }

    void begins(Statement statement) throws SQLException {
        requireLent();
        StatementLimit limiting = limit;
        if (limiting != null) {
            limiting.beforeStatement(connection);
        }
        running = statement;
    }

    void ended() {
        running = null;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean plain = arguments == null || arguments.length == 0;
        return switch (method.getName()) {
            case "close" -> null;
            case "isClosed" -> takenBack || connection.isClosed();
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "LentConnection[" + connection + "]";
            case "commit", "setAutoCommit", "abort" -> throw refused(method.getName());
            case "rollback" -> plain ? refuseRollback() : pass(method, arguments);
            default -> pass(method, arguments);
        };
    }

    private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
        requireLent();
        try {
            Object result = method.invoke(connection, arguments);
            return result instanceof Statement statement
                    ? LentStatement.of(this, statement, method.getReturnType())
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void requireLent() throws SQLException {
        if (takenBack) {
            throw new SQLException(
                    "This connection's transaction has ended, and another one may be using it now. Take a connection as"
                            + " a handler's parameter each time; don't keep it.",
                    NO_CONNECTION);
        }
    }

    private static Object refuseRollback() throws SQLException {
        throw refused("rollback");
    }

    private static SQLException refused(String method) {
        return new SQLException(
                method
                        + " is not a handler's: the transaction ends with its unit of work, and what others wrote in it would"
                        + " end here too. Throw an exception to undo it, or set a savepoint and roll back to that.",
                INVALID_TERMINATION);
    }
}
