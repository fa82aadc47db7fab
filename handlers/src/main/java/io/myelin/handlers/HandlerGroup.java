package io.myelin.handlers;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.jspecify.annotations.Nullable;

/** All handlers of a projection as one: an event is handled by every one of them, or it has failed. */
final class HandlerGroup {

    private final List<EventMessageHandler> handlers;

    HandlerGroup(List<EventMessageHandler> handlers) {
        this.handlers = List.copyOf(handlers);
    }

    /** Returns whether a handler wants it; true if that can't be told, so that an unreadable event fails and is not skipped. */
    boolean wants(EventMessage<?> event) {
        try {
            for (EventMessageHandler handler : handlers) {
                if (handler.canHandle(event)) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    boolean wantsType(Class<?> payloadType) {
        return handlers.stream().anyMatch(handler -> handler.canHandleType(payloadType));
    }

    void handle(EventMessage<?> event) throws Exception {
        for (EventMessageHandler handler : handlers) {
            handler.handle(event);
        }
    }

    void reset(@Nullable Object context) {
        handlers.forEach(handler -> handler.prepareReset(context));
    }
}
