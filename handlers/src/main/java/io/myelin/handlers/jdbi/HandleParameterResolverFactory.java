package io.myelin.handlers.jdbi;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands message handlers with a parameter of type {@code org.jdbi.v3.core.Handle} one over the connection of their unit of
 * work's transaction.
 *
 * <p>Axon finds it on the class path. Jdbi is an optional dependency: {@code org.jdbi:jdbi3-core}, in the application. The
 * handle has no plug-ins; install what is needed on it. It is lent as the connection is: it neither commits nor rolls back. A handler that runs outside of {@code JdbcTransactions} fails with an {@link
 * IllegalStateException} that says so.
 */
public final class HandleParameterResolverFactory implements ParameterResolverFactory {

    private static final String HANDLE = "org.jdbi.v3.core.Handle";

    /** Creates the factory; the service loader does. */
    public HandleParameterResolverFactory() {}

    @Override
    public @Nullable ParameterResolver<?> createInstance(
            Executable executable, Parameter[] parameters, int parameterIndex) {
        // By name, so that nothing of Jdbi is loaded where there is none.
        return parameters[parameterIndex].getType().getName().equals(HANDLE) ? LentHandle.resolver(executable) : null;
    }
}
