package io.myelin.handlers;

import io.myelin.handlers.effects.Inbox;
import io.myelin.handlers.effects.Outbox;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Set;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Hands the handlers of projections a parameter of type {@link StatementBatch}, {@link Inbox} or {@link Outbox}.
 *
 * <p>Axon finds it on the class path. Handlers that are no projection's fail with an {@link IllegalStateException} that says
 * so.
 */
public final class ToolParameterResolverFactory implements ParameterResolverFactory {

    private static final Set<Class<?>> TOOLS = Set.of(StatementBatch.class, Inbox.class, Outbox.class);

    /** Creates the factory; the service loader does. */
    public ToolParameterResolverFactory() {}

    @Override
    public @Nullable ParameterResolver<Object> createInstance(
            Executable executable, Parameter[] parameters, int parameterIndex) {
        Class<?> type = parameters[parameterIndex].getType();
        return TOOLS.contains(type) ? new Handing(executable.toString(), type) : null;
    }

    private record Handing(String handler, Class<?> tool) implements ParameterResolver<Object> {
        @Override
        public Object resolveParameterValue(Message<?> message) {
            return CurrentUnitOfWork.map(unitOfWork -> unitOfWork.getResource(HandlerTools.keyOf(tool)))
                    .orElseThrow(() -> new IllegalStateException("The handler " + handler + " takes a "
                            + tool.getSimpleName() + ", which only projections have. Register it by"
                            + " Projections.on(dataSource).projection(...)."));
        }

        @Override
        public boolean matches(Message<?> message) {
            return true;
        }
    }
}
