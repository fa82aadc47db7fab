package io.myelin.handlers;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Axon's pooled processor, whose batches are handled by {@link BatchHandling} instead of one by one. */
final class ProjectionProcessor extends PooledStreamingEventProcessor {

    private final BatchHandling batches;
    private final AxonBatch.Tokens tokens;
    private final Consumer<Segment> onFailure;
    private final Runnable onHandled;

    /**
     * @param onHandled told when a batch is committed, and the segment's status tells it
     * @param onFailure told of a segment whose batch was rolled back, and which Axon's processor gives up for a while
     */
    ProjectionProcessor(
            PooledStreamingEventProcessor.Builder builder,
            BatchHandling batches,
            AxonBatch.Tokens tokens,
            Consumer<Segment> onFailure,
            Runnable onHandled) {
        super(builder);
        this.batches = batches;
        this.tokens = tokens;
        this.onFailure = onFailure;
        this.onHandled = onHandled;
    }

    @Override
    protected void processInUnitOfWork(
            List<? extends EventMessage<?>> events,
            UnitOfWork<? extends EventMessage<?>> unitOfWork,
            Collection<Segment> segments)
            throws Exception {
        Segment segment = segments.iterator().next();
        try {
            batches.handle(
                    new AxonBatch(events, unitOfWork, segment, tokens),
                    () -> spanFactory.createBatchSpan(true, events));
            onHandled.run();
        } catch (Exception e) {
            onFailure.accept(segment);
            throw e;
        }
    }
}
