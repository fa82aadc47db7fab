package io.myelin.handlers;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.retry.parking.GroupRetry;
import io.myelin.testkit.InMemoryEventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.tracing.NoOpSpanFactory;

/** A projection on one node whose batches a test takes one by one, in the way in which Axon's processor takes them. */
final class SteppedProjection {

    private static final String NAME = "counters";

    private final InMemoryEventStore store;
    private final int batchSize;
    private final JdbcTransactions transactions;
    private final FencedTokenStore tokens;
    private final GroupRetry retry;
    private final BatchHandling batches;

    SteppedProjection(DataSource dataSource, InMemoryEventStore store, Object handler, int batchSize) {
        this.store = store;
        this.batchSize = batchSize;
        JsonSerializer serializer = JsonSerializer.of(EventTypes.of(List.of(Counted.class)));
        transactions = JdbcTransactions.on(dataSource);
        tokens = new FencedTokenStore(
                transactions.connectionProvider(), serializer, new NodeClaims("node", Duration.ofSeconds(10)));
        HandlerGroup group = new HandlerGroup(List.of(new AnnotationEventHandlerAdapter(handler)));
        Delivery delivery = new Delivery(new Stretch.Surroundings(
                transactions,
                new GuardedHandling(NAME, (event, unitOfWork) -> group.handle(event), broken -> {}),
                new HandlerMetrics(new SimpleMeterRegistry(), Clock.systemUTC(), NAME)));
        retry = GroupRetry.builder()
                .processingGroup(NAME)
                .transactions(transactions)
                .serializer(serializer)
                .delivery(delivery)
                .waiter(pause -> {})
                .build();
        batches = new BatchHandling(
                retry,
                delivery,
                new Sequencing(SequentialPerAggregatePolicy.instance()),
                new BatchHandling.Bounds(transactions, Duration.ofDays(1), () -> 0),
                (batch, first, transaction) -> transaction.call());
    }

    /** Handles everything there is, or throws what the first batch that is rolled back has thrown. */
    void run() throws Exception {
        TrackingToken token = claim();
        for (List<TrackedEventMessage<?>> batch = after(token); !batch.isEmpty(); batch = after(token)) {
            token = batch.get(batch.size() - 1).trackingToken();
            handle(batch, token);
        }
    }

    private TrackingToken claim() {
        retry.segmentReleased(Segment.ROOT_SEGMENT);
        return transactions.fetchInTransaction(() -> {
            if (tokens.fetchSegments(NAME).length == 0) {
                tokens.initializeTokenSegments(NAME, 1, null);
            }
            return tokens.fetchToken(NAME, Segment.ROOT_SEGMENT);
        });
    }

    private List<TrackedEventMessage<?>> after(TrackingToken token) throws InterruptedException {
        List<TrackedEventMessage<?>> batch = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(token)) {
            while (batch.size() < batchSize && stream.hasNextAvailable()) {
                batch.add(stream.nextAvailable());
            }
        }
        return batch;
    }

    private void handle(List<TrackedEventMessage<?>> batch, TrackingToken token) throws Exception {
        BatchingUnitOfWork<TrackedEventMessage<?>> unitOfWork = new BatchingUnitOfWork<>(batch);
        unitOfWork.onPrepareCommit(committing -> tokens.storeToken(token, NAME, 0));
        batches.handle(
                new AxonBatch(batch, unitOfWork, Segment.ROOT_SEGMENT, new AxonBatch.Tokens(tokens, NAME)),
                () -> NoOpSpanFactory.NoOpSpan.INSTANCE);
    }
}
