package io.myelin.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.LoggingErrorHandler;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.timeout.UnitOfWorkTimeoutInterceptor;

/** Refuses, before anything starts, set-ups with which events would be skipped or handled twice without a word. */
final class SafetyChecks {

    private SafetyChecks() {}

    /**
     * Looks at every event processor of the application.
     *
     * @throws ProjectionSetupException naming the processor, what would happen, and the mend
     */
    static void check(Configuration configuration, Map<String, RunningProjection> projections) {
        EventProcessingConfiguration processing = configuration.eventProcessingConfiguration();
        processing.eventProcessors().forEach((name, processor) -> {
            refuseTimeouts(name, processor);
            RunningProjection projection = projections.get(name);
            if (projection == null) {
                refuseForgetting(name, processor, processing);
                refuseSkipping(name, processor);
            } else {
                requireOurs(name, processor, projection);
                requireOurTokens(name, processing);
            }
        });
        refuseSkippingSagas(processing);
    }

    /** Returns all handlers that Axon assigned to the projection's group, those registered elsewhere included. */
    static List<EventMessageHandler> handlersOf(Projection projection, EventHandlerInvoker invoker) {
        List<EventMessageHandler> handlers = new ArrayList<>();
        for (EventHandlerInvoker delegate : delegatesOf(invoker)) {
            if (delegate.getClass() != SimpleEventHandlerInvoker.class) {
                throw new ProjectionSetupException("A " + delegate.getClass().getSimpleName()
                        + " is assigned to projection '" + projection.name() + "'. It would run past the projection's"
                        + " savepoints, and an event could take effect twice. Give sagas a processing group of their own,"
                        + " and register no dead-letter queue of Axon's for this group: the projection has one.");
            }
            handlers.addAll(((SimpleEventHandlerInvoker) delegate).eventHandlers());
        }
        refuseDoubles(projection, handlers);
        return handlers;
    }

    private static void refuseDoubles(Projection projection, List<EventMessageHandler> handlers) {
        for (Object own : projection.handlers()) {
            Class<?> type = own.getClass();
            long asProjection =
                    projection.handlers().stream().filter(type::isInstance).count();
            long inAll = handlers.stream()
                    .filter(handler -> type.isAssignableFrom(handler.getTargetType()))
                    .count();
            if (inAll > asProjection) {
                throw new ProjectionSetupException("A " + type.getName() + " is registered with Axon beside the one of"
                        + " projection '" + projection.name() + "', so that every event would take effect twice. Remove"
                        + " that registration.");
            }
        }
    }

    private static List<EventHandlerInvoker> delegatesOf(EventHandlerInvoker invoker) {
        return invoker instanceof MultiEventHandlerInvoker several ? several.delegates() : List.of(invoker);
    }

    private static void requireOurs(String name, EventProcessor processor, RunningProjection projection) {
        if (projection.processor() != processor) {
            throw new ProjectionSetupException("Processor '" + name + "' is a "
                    + processor.getClass().getSimpleName()
                    + " that was registered beside the projection of that name, so"
                    + " that the projection would not run. Remove the registration, or rename one.");
        }
    }

    private static void requireOurTokens(String name, EventProcessingConfiguration processing) {
        if (!(processing.tokenStore(name) instanceof FencedTokenStore)) {
            throw new ProjectionSetupException("Projection '" + name + "' was given the token store "
                    + processing.tokenStore(name).getClass().getName()
                    + ", whose tokens are not committed with what the"
                    + " projection writes, so that events could take effect twice or never. Remove that registration: the"
                    + " projection keeps its token beside its tables.");
        }
    }

    private static void refuseTimeouts(String name, EventProcessor processor) {
        if (processor.getHandlerInterceptors().stream().anyMatch(UnitOfWorkTimeoutInterceptor.class::isInstance)) {
            throw new ProjectionSetupException("Processor '" + name + "' has Axon's UnitOfWorkTimeoutInterceptor. It"
                    + " interrupts a slow batch, which is then rolled back and tried again for ever, and an interrupt closes an"
                    + " H2 database file for everybody. Remove the interceptor, or with Spring Boot set"
                    + " axon.timeout.enabled=false; a projection's handlers have their own"
                    + " time-out, options.handlerTimeout(...).");
        }
    }

    private static void refuseForgetting(
            String name, EventProcessor processor, EventProcessingConfiguration processing) {
        if (processor instanceof StreamingEventProcessor && processing.tokenStore(name) instanceof InMemoryTokenStore) {
            throw new ProjectionSetupException("Processor '" + name
                    + "' keeps its token in memory, as Axon does when no"
                    + " token store is configured, so that after a restart it handles every event again. Make it a projection:"
                    + " Projections.on(dataSource).projection(\"" + name + "\", handler); or register a token store for"
                    + " it.");
        }
    }

    private static void refuseSkipping(String name, EventProcessor processor) {
        if (!(processor instanceof AbstractEventProcessor known)) {
            return;
        }
        for (EventHandlerInvoker delegate : delegatesOf(known.eventHandlerInvoker())) {
            if (delegate instanceof SimpleEventHandlerInvoker simple
                    && simple.getListenerInvocationErrorHandler() instanceof LoggingErrorHandler) {
                throw skipping("Processor '" + name + "'");
            }
        }
    }

    private static void refuseSkippingSagas(EventProcessingConfiguration processing) {
        processing.sagaConfigurations().forEach(saga -> {
            if (saga.listenerInvocationErrorHandler() instanceof LoggingErrorHandler) {
                throw skipping("Saga " + saga.type().getName());
            }
        });
    }

    private static ProjectionSetupException skipping(String who) {
        return new ProjectionSetupException(
                who + " has Axon's LoggingErrorHandler: an event whose handler fails is written"
                        + " to the log and skipped for ever. Register PropagatingErrorHandler as its listener invocation error"
                        + " handler, or make it a projection, which tries again and keeps what fails.");
    }
}
