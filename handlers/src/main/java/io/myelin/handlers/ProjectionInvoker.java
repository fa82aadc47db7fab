package io.myelin.handlers;

import io.myelin.handlers.crashloop.CrashLoop;
import io.myelin.retry.parking.GroupRetry;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.jspecify.annotations.Nullable;

/** Answers Axon's processor which events are a segment's, and resets the projection; batches go past it. */
final class ProjectionInvoker implements EventHandlerInvoker {

    private final HandlerGroup handlers;
    private final Sequencing sequencing;
    private final GroupRetry retry;
    private final CrashLoop crashes;
    private final Consumer<@Nullable Object> reset;

    ProjectionInvoker(
            HandlerGroup handlers,
            Sequencing sequencing,
            GroupRetry retry,
            CrashLoop crashes,
            Consumer<@Nullable Object> reset) {
        this.handlers = handlers;
        this.sequencing = sequencing;
        this.retry = retry;
        this.crashes = crashes;
        this.reset = reset;
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        return handlers.wants(event) && sequencing.belongsTo(segment, event);
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return handlers.wantsType(payloadType);
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) {
        throw new IllegalStateException("Events of a projection are handled in batches by its own processor.");
    }

    @Override
    public <R> void performReset(@Nullable R resetContext) {
        reset.accept(resetContext);
    }

    @Override
    public void segmentReleased(Segment segment) {
        retry.segmentReleased(segment);
        crashes.released(segment.getSegmentId());
    }
}
