package io.myelin.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection, and the statements made from it, whose calls its data source counts and may let go wrong. */
final class FaultyConnection {

    /** Calls that stay in the driver, so that nothing can happen to them on the way. */
    private static final Set<String> LOCAL = Set.of(
            "close",
            "isClosed",
            "getAutoCommit",
            "getTransactionIsolation",
            "getMetaData",
            "clearWarnings",
            "getWarnings",
            "unwrap",
            "isWrapperFor",
            "abort",
            "toString",
            "hashCode",
            "equals");

    private final FaultyDataSource source;
    private final Connection real;
    private volatile boolean broken;
    private boolean closed;

    FaultyConnection(FaultyDataSource source, Connection real) {
        this.source = source;
        this.real = real;
    }

    Connection asConnection() {
        return proxy(Connection.class, real);
    }

    /** Lets every later call fail; the thread that uses the connection notices at its next call. */
    void markBroken() {
        broken = true;
    }

    /** Does what a server does with a connection that is gone: undoes what is not committed. */
    void breakOff() throws SQLException {
        broken = true;
        close();
    }

    private synchronized void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        source.forget(this);
        try (Connection closing = real) {
            if (broken && !closing.getAutoCommit()) {
                closing.rollback();
            }
        }
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                FaultyConnection.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (target == real
                            && (method.getName().equals("close")
                                    || method.getName().equals("abort"))) {
                        close();
                        return null;
                    }
                    return call(target, method, arguments);
                }));
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        if (!reachesServer(target, method)) {
            return invoke(target, method, arguments);
        }
        if (broken) {
            breakOff();
            throw FaultyDataSource.lost(method.getName());
        }
        FaultyDataSource.Moment struck = source.count(method.getName());
        if (struck == FaultyDataSource.Moment.BEFORE) {
            breakOff();
            throw FaultyDataSource.lost(method.getName());
        }
        Object result = invoke(target, method, arguments);
        if (struck == FaultyDataSource.Moment.AFTER) {
            breakOff();
            throw FaultyDataSource.lost(method.getName());
        }
        return result;
    }

    private boolean reachesServer(Object target, Method method) {
        return target == real
                ? !LOCAL.contains(method.getName())
                : method.getName().startsWith("execute");
    }

    private @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            Object result = method.invoke(target, arguments);
            // The driver's statement behind the method's own return type, so that a call on it is counted too.
            return result instanceof Statement && target == real ? proxy(method.getReturnType(), result) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
