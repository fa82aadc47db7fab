package io.myelin.handlers;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.handlers.effects.InboxLedger;
import io.myelin.handlers.effects.Outboxes;
import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.GroupRetry;
import io.myelin.retry.parking.SteppedWorker;
import io.myelin.testkit.InMemoryEventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.tracing.NoOpSpanFactory;

/** A projection on one node whose batches a test takes one by one, in the way in which Axon's processor takes them. */
final class SteppedProjection {

    static final Act OPERATOR = new Act("test", "to see what becomes of it");

    private static final String NAME = "counters";

    /** Longer than any back-off, and than a lease. */
    private static final Duration UNTIL_DUE = Duration.ofMinutes(10);

    /** Made once: what it learns of each class takes longer than a story. */
    private static final JsonSerializer SERIALIZER = JsonSerializer.of(EventTypes.of(List.of(Counted.class)));

    private final Setup setup;
    private final JdbcTransactions transactions;
    private final FencedTokenStore tokens;
    private final GroupRetry retry;
    private final BatchHandling batches;
    private final Sequencing sequencing = new Sequencing(SequentialPerAggregatePolicy.instance());

    /**
     * What a node runs.
     *
     * @param outboxes not open yet
     * @param nanoTime by which transactions are ended after a second
     */
    record Setup(
            InMemoryEventStore store,
            Object handler,
            int batchSize,
            Clock clock,
            Outboxes outboxes,
            LongSupplier nanoTime) {}

    SteppedProjection(DataSource dataSource, InMemoryEventStore store, Object handler, int batchSize) {
        this(dataSource, new Setup(store, handler, batchSize, Clock.systemUTC(), new Outboxes(), () -> 0));
    }

    SteppedProjection(DataSource dataSource, Setup setup) {
        this.setup = setup;
        transactions = JdbcTransactions.on(dataSource);
        setup.outboxes().open(transactions, setup.clock(), new SimpleMeterRegistry());
        tokens = new FencedTokenStore(
                transactions.connectionProvider(), SERIALIZER, new NodeClaims("node", Duration.ofSeconds(10)));
        HandlerGroup group = new HandlerGroup(List.of(new AnnotationEventHandlerAdapter(setup.handler())));
        Delivery delivery = new Delivery(new Stretch.Surroundings(
                transactions,
                new GuardedHandling(NAME, (event, unitOfWork) -> group.handle(event), broken -> {}),
                new HandlerMetrics(new SimpleMeterRegistry(), Clock.systemUTC(), NAME),
                new HandlerTools(
                        NAME,
                        transactions,
                        new InboxLedger(NAME, setup.clock(), new SimpleMeterRegistry()),
                        setup.outboxes())));
        retry = GroupRetry.builder()
                .processingGroup(NAME)
                .transactions(transactions)
                .serializer(SERIALIZER)
                .delivery(delivery)
                .clock(setup.clock())
                .waiter(pause -> {})
                .build();
        batches = new BatchHandling(
                retry,
                delivery,
                sequencing,
                new BatchHandling.Bounds(transactions, Duration.ofSeconds(1), setup.nanoTime()),
                (batch, first, transaction) -> transaction.call());
    }

    Setup setup() {
        return setup;
    }

    GroupRetry retry() {
        return retry;
    }

    /** Handles everything there is, or throws what the first batch that is rolled back has thrown. */
    void run() throws Exception {
        run(Integer.MAX_VALUE);
    }

    /** Handles the events at the first {@code until} places that are not handled yet, in each segment. */
    void run(int until) throws Exception {
        for (Segment segment : segments(1)) {
            TrackingToken token = claim(segment);
            for (List<TrackedEventMessage<?>> batch = after(token, until);
                    !batch.isEmpty();
                    batch = after(token, until)) {
                token = batch.get(batch.size() - 1).trackingToken();
                handle(batch, token, segment);
            }
        }
    }

    /** Begins with so many segments, unless it has begun. */
    Segment[] segments(int count) {
        return transactions.fetchInTransaction(() -> {
            if (tokens.fetchSegments(NAME).length == 0) {
                tokens.initializeTokenSegments(NAME, count, null);
            }
            return Segment.computeSegments(tokens.fetchSegments(NAME));
        });
    }

    /** Splits the only segment, as Axon's processor does it, unless it was split before. */
    void split() {
        if (segments(1).length == 1) {
            transactions.executeInTransaction(() -> {
                TrackingToken token = tokens.fetchToken(NAME, Segment.ROOT_SEGMENT);
                tokens.initializeSegment(token, NAME, 1);
                tokens.storeToken(token, NAME, 0);
            });
        }
    }

    /** Empties the projection and lets it begin anew, as Axon's processor does it. */
    void reset(Runnable emptying) {
        transactions.executeInTransaction(() -> {
            TrackingToken reached = tokens.fetchToken(NAME, Segment.ROOT_SEGMENT);
            retry.redrive().reset(OPERATOR);
            emptying.run();
            tokens.storeToken(
                    ReplayToken.createReplayToken(reached, setup.store().createTailToken()), NAME, 0);
        });
    }

    /** Lets so many rounds of the retry worker find what is due; time passes in between by the given step. */
    void retryRounds(int rounds, java.util.function.Consumer<Duration> time) {
        for (int round = 0; round < rounds; round++) {
            time.accept(UNTIL_DUE);
            SteppedWorker.runOnce(retry);
        }
    }

    JdbcTransactions transactions() {
        return transactions;
    }

    private TrackingToken claim(Segment segment) {
        retry.segmentReleased(segment);
        return transactions.fetchInTransaction(() -> tokens.fetchToken(NAME, segment));
    }

    private List<TrackedEventMessage<?>> after(TrackingToken token, int until) throws InterruptedException {
        List<TrackedEventMessage<?>> batch = new ArrayList<>();
        TrackingToken reached = token;
        try (BlockingStream<TrackedEventMessage<?>> stream =
                setup.store().openStream(token == null ? null : lowerBound(token))) {
            while (batch.size() < setup.batchSize() && stream.hasNextAvailable()) {
                TrackedEventMessage<?> event = stream.nextAvailable();
                if (event.trackingToken().position().orElseThrow() >= until) {
                    break;
                }
                reached = org.axonframework.eventhandling.WrappedToken.advance(reached, event.trackingToken());
                batch.add(event.withTrackingToken(reached));
            }
        }
        return batch;
    }

    private static TrackingToken lowerBound(TrackingToken token) {
        return org.axonframework.eventhandling.WrappedToken.unwrapLowerBound(token);
    }

    private void handle(List<TrackedEventMessage<?>> batch, TrackingToken token, Segment segment) throws Exception {
        List<TrackedEventMessage<?>> ours = batch.stream()
                .filter(event -> sequencing.belongsTo(segment, event))
                .toList();
        if (ours.isEmpty()) {
            transactions.executeInTransaction(() -> tokens.storeToken(token, NAME, segment.getSegmentId()));
            return;
        }
        BatchingUnitOfWork<TrackedEventMessage<?>> unitOfWork = new BatchingUnitOfWork<>(ours);
        unitOfWork.resources().put("Processor[" + NAME + "]/Token", token);
        unitOfWork.onPrepareCommit(committing -> tokens.storeToken(token, NAME, segment.getSegmentId()));
        batches.handle(
                new AxonBatch(ours, unitOfWork, segment, new AxonBatch.Tokens(tokens, NAME)),
                () -> NoOpSpanFactory.NoOpSpan.INSTANCE);
    }
}
