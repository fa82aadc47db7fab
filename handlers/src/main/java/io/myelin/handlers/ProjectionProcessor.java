package io.myelin.handlers;

import java.util.Collection;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Axon's pooled processor, whose batches are handled by {@link BatchHandling} instead of one by one. */
final class ProjectionProcessor extends PooledStreamingEventProcessor {

    private final BatchHandling batches;

    ProjectionProcessor(PooledStreamingEventProcessor.Builder builder, BatchHandling batches) {
        super(builder);
        this.batches = batches;
    }

    @Override
    protected void processInUnitOfWork(
            List<? extends EventMessage<?>> events,
            UnitOfWork<? extends EventMessage<?>> unitOfWork,
            Collection<Segment> segments)
            throws Exception {
        spanFactory.createBatchSpan(true, events).runCallable(() -> {
            batches.handle(events, unitOfWork, segments.iterator().next());
            return null;
        });
    }
}
