package io.myelin.core.jdbc;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.sql.Connection;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands message handlers with a parameter of type {@link Connection} the one of their unit of work's transaction.
 *
 * <p>Axon finds it on the class path. The connection is lent, see {@link JdbcTransactions#connection()}. A handler that
 * runs outside {@link JdbcTransactions} fails with an {@link IllegalStateException} that says so.
 */
public final class ConnectionParameterResolverFactory implements ParameterResolverFactory {

    /** Creates the factory; the service loader does. */
    public ConnectionParameterResolverFactory() {}

    @Override
    public @Nullable ParameterResolver<Connection> createInstance(
            Executable executable, Parameter[] parameters, int parameterIndex) {
        return parameters[parameterIndex].getType() == Connection.class ? new Lending(executable.toString()) : null;
    }

    private record Lending(String handler) implements ParameterResolver<Connection> {
        @Override
        public Connection resolveParameterValue(Message<?> message) {
            return JdbcTransactions.innermost()
                    .orElseThrow(() -> new IllegalStateException("The handler " + handler
                            + " takes a java.sql.Connection, but no JDBC transaction is open, so that nothing would undo its"
                            + " writes when the unit of work fails. Register it as a projection, or register a"
                            + " JdbcTransactions as the configuration's TransactionManager."));
        }

        @Override
        public boolean matches(Message<?> message) {
            return true;
        }
    }
}
