package io.myelin.handlers;

import java.util.List;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.messaging.DefaultInterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Hands an event to the handlers through the processor's interceptors, within a span. */
final class InterceptedHandling implements Stretch.Handling {

    private final HandlerGroup handlers;
    private final Supplier<List<MessageHandlerInterceptor<? super EventMessage<?>>>> interceptors;
    private final EventProcessorSpanFactory spans;

    InterceptedHandling(
            HandlerGroup handlers,
            Supplier<List<MessageHandlerInterceptor<? super EventMessage<?>>>> interceptors,
            EventProcessorSpanFactory spans) {
        this.handlers = handlers;
        this.interceptors = interceptors;
        this.spans = spans;
    }

    @Override
    public void handle(EventMessage<?> event, UnitOfWork<EventMessage<?>> unitOfWork) throws Exception {
        spans.createProcessEventSpan(true, event)
                .runCallable(() -> new DefaultInterceptorChain<EventMessage<?>>(
                                unitOfWork, interceptors.get(), intercepted -> {
                                    handlers.handle(intercepted);
                                    return null;
                                })
                        .proceed());
    }
}
