package io.myelin.handlers;

import java.util.stream.StreamSupport;
import org.axonframework.common.ReflectionUtils;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.annotation.MessageHandlingMember;

/** Finds handlers that Axon would interrupt after a while. */
final class HandlerTimeouts {

    /** Axon's wrapper around such a handler; it is not public. */
    private static final String WRAPPER = "org.axonframework.messaging.timeout.TimeoutWrappedMessageHandlingMember";

    private HandlerTimeouts() {}

    /**
     * Checks the handlers of one object.
     *
     * @throws ProjectionSetupException if the configuration gives one of them a time-out
     */
    static void refuse(String projection, Class<?> type, Configuration configuration) {
        if (isInterrupted(type, configuration)) {
            throw new ProjectionSetupException("Handlers of " + type.getName() + ", in projection '" + projection
                    + "', have a time-out of Axon's, which interrupts them. An interrupt during a read or write closes an H2"
                    + " database file for everybody, and may stop the processor. Remove HandlerTimeoutConfiguration or"
                    + " @MessageHandlerTimeout for them, or with Spring Boot set axon.timeout.enabled=false; the"
                    + " projection has a time-out of its own, options.handlerTimeout(...).");
        }
    }

    private static <T> boolean isInterrupted(Class<T> type, Configuration configuration) {
        return StreamSupport.stream(ReflectionUtils.methodsOf(type).spliterator(), false)
                .flatMap(
                        method -> configuration
                                .handlerDefinition(type)
                                .createHandler(type, method, configuration.parameterResolverFactory())
                                .stream())
                .anyMatch(HandlerTimeouts::isWrapped);
    }

    private static boolean isWrapped(MessageHandlingMember<?> handler) {
        try {
            Class<?> wrapper = Class.forName(WRAPPER, false, MessageHandlingMember.class.getClassLoader());
            return handler.unwrap(wrapper).isPresent();
        } catch (ClassNotFoundException e) {
            // An Axon without it has no such time-outs.
            return false;
        }
    }
}
