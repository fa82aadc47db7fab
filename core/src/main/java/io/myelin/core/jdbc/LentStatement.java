package io.myelin.core.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement of a lent connection: tells it while it is being executed, and ends with it. */
final class LentStatement implements InvocationHandler {

    private final LentConnection connection;
    private final Statement statement;

    private LentStatement(LentConnection connection, Statement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Returns the statement as {@code type}, which its connection's method is declared to return. */
    static Object of(LentConnection connection, Statement statement, Class<?> type) {
        return Proxy.newProxyInstance(
                LentStatement.class.getClassLoader(), new Class<?>[] {type}, new LentStatement(connection, statement));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.startsWith("execute")) {
            return execute(method, arguments);
        }
        return switch (name) {
            case "getConnection" -> connection.asConnection();
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "LentStatement[" + statement + "]";
            default -> pass(method, arguments);
        };
    }

    private @Nullable Object execute(Method method, Object @Nullable [] arguments) throws Throwable {
        connection.begins(statement);
        try {
            return pass(method, arguments);
        } finally {
            connection.ended();
        }
    }

    private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(statement, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? new SQLException("A statement failed without a cause.", e) : e.getCause();
        }
    }
}
