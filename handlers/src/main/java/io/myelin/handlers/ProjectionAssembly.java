package io.myelin.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.Phases;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.crashloop.CrashLoop;
import io.myelin.handlers.deadline.HandlerDeadlines;
import io.myelin.handlers.effects.InboxLedger;
import io.myelin.handlers.effects.Outboxes;
import io.myelin.handlers.replay.ReplayStart;
import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.GroupRetry;
import io.myelin.retry.parking.RetryWorker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one projection together. */
final class ProjectionAssembly {

    /** How soon a segment that a node gave up, or a new node, is noticed; one small query each time. */
    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

    /** Parked events delivered side by side: a slow one does not hold up all others. */
    private static final int RETRY_LANES = 2;

    private static final Act REPLAY = new Act("application", "The projection is replayed.");

    private final Projection projection;
    private final Configuration configuration;
    private final Storage storage;
    private final Clock clock;
    private final MeterRegistry meters;
    private final RunningProjection running;
    private final ProjectionWatch watch;
    private final HandlerDeadlines deadlines;
    private final CrashLoop crashes;

    /** Where a projection's rows and its token go, and under which name. */
    record Storage(JdbcTransactions transactions, TokenStore tokens, NodeClaims claims, Outboxes outboxes) {}

    ProjectionAssembly(Projection projection, Configuration configuration, Storage storage) {
        this.projection = projection;
        this.configuration = configuration;
        this.storage = storage;
        this.clock = configuration.getComponent(Clock.class, Clock::systemUTC);
        this.meters = configuration.getComponent(MeterRegistry.class, SimpleMeterRegistry::new);
        LagProbe lag = new LagProbe(configuration.eventStore(), clock);
        this.running = new RunningProjection(projection.name(), lag);
        this.watch = new ProjectionWatch(
                running, ProjectionWatch.Tables.of(projection.name(), storage, configuration), lag, clock, meters);
        this.deadlines = Deadlines.of(projection, configuration, storage, meters);
        this.crashes = new CrashLoop(projection.name(), storage.transactions().dataSource(), clock, meters);
    }

    RunningProjection assemble(List<EventMessageHandler> handlers) {
        HandlerGroup group = new HandlerGroup(handlers);
        HandlerMetrics metrics = new HandlerMetrics(meters, clock, projection.name());
        Delivery delivery =
                new Delivery(new Stretch.Surroundings(storage.transactions(), handling(group), metrics, tools()));
        GroupRetry retry = retry(delivery);
        running.runBy(works(group, delivery, retry));
        startAndStop(retry.worker());
        watch.startAndStop(configuration, threads("watch", 1));
        return running;
    }

    private RunningProjection.Works works(HandlerGroup group, Delivery delivery, GroupRetry retry) {
        Sequencing sequencing = new Sequencing(projection.options().sequencing());
        Applied applied = applied(group, sequencing);
        ProjectionThreads workers = threads("worker", projection.options().segments());
        ProjectionProcessor processor = new ProjectionProcessor(
                builder()
                        .workerExecutor(workers)
                        .transactionManager(new BatchTransactions(storage.transactions()))
                        .eventHandlerInvoker(new ProjectionInvoker(
                                group, sequencing, retry, crashes, context -> reset(group, retry, context))),
                new BatchHandling(retry, delivery, sequencing, bounds(), new TimedTransactions(deadlines, crashes)),
                new AxonBatch.Tokens(storage.tokens(), projection.name()),
                running::claimAgain,
                applied::moved);
        return new RunningProjection.Works(processor, retry, workers, watch, applied);
    }

    private Applied applied(HandlerGroup group, Sequencing sequencing) {
        return new Applied(
                new CommitEvents(configuration.eventStore(), group, sequencing),
                new AppliedPositions(
                        running,
                        ProjectionWatch.Tables.of(projection.name(), storage, configuration)
                                .tokens()));
    }

    private HandlerTools tools() {
        return new HandlerTools(
                projection.name(),
                storage.transactions(),
                new InboxLedger(projection.name(), clock, meters),
                storage.outboxes());
    }

    private BatchHandling.Bounds bounds() {
        return new BatchHandling.Bounds(
                storage.transactions(), projection.options().batchTime(), System::nanoTime);
    }

    private GroupRetry retry(Delivery delivery) {
        FailureOptions failures = projection.options().failures();
        return GroupRetry.builder()
                .processingGroup(projection.name())
                .transactions(storage.transactions())
                .serializer(configuration.eventSerializer())
                .upcasters(configuration.upcasterChain())
                .delivery(delivery)
                .policy(failures.policy())
                .limits(failures.parking())
                .clock(clock)
                .meterRegistry(meters)
                .runner(Deadlines.runner(deadlines))
                .node(storage.claims().nodeId())
                .build();
    }

    private void startAndStop(RetryWorker worker) {
        ProjectionThreads threads = threads("retry", RETRY_LANES);
        configuration.onStart(Phases.PROCESSORS, () -> worker.start(threads, RETRY_LANES));
        configuration.onShutdown(Phases.PROCESSORS, worker::close);
    }

    private Stretch.Handling handling(HandlerGroup group) {
        InterceptedHandling intercepted = new InterceptedHandling(
                group,
                () -> running.processor().getHandlerInterceptors(),
                configuration.getComponent(EventProcessorSpanFactory.class));
        return Deadlines.timed(
                deadlines, crashes, new GuardedHandling(projection.name(), intercepted, running::stopForGood));
    }

    private PooledStreamingEventProcessor.Builder builder() {
        ProjectionOptions options = projection.options();
        return PooledStreamingEventProcessor.builder()
                .name(projection.name())
                .messageSource(new GuardedSource(configuration.eventStore(), projection.name(), running))
                .tokenStore(storage.tokens())
                .coordinatorExecutor(threads("coordinator", 1))
                .initialSegmentCount(options.segments())
                .maxSegmentProvider(name -> watch.share())
                .initialToken(this::initialToken)
                .batchSize(options.batchSize())
                .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                // Four chances before the claim is lost.
                .claimExtensionThreshold(storage.claims().timeout().toMillis() / 4)
                .enableCoordinatorClaimExtension()
                .spanFactory(configuration.getComponent(EventProcessorSpanFactory.class));
    }

    private ProjectionThreads threads(String role, int count) {
        ProjectionThreads threads =
                ProjectionThreads.named(projection.name() + "-" + role, count, running::standsStill);
        configuration.onShutdown(threads::end);
        return threads;
    }

    private TrackingToken initialToken(StreamableMessageSource<TrackedEventMessage<?>> source) {
        return projection.options().startAt() == StartAt.NOW ? source.createHeadToken() : source.createTailToken();
    }

    private void reset(HandlerGroup group, GroupRetry retry, @Nullable Object context) {
        // First, so that a parked event being delivered is either committed and removed now, or can't be committed.
        retry.redrive().reset(REPLAY);
        group.reset(context);
        projection.options().reset().ifPresent(action -> reset(action, context));
    }

    private void reset(ResetAction action, @Nullable Object context) {
        try {
            action.reset(storage.transactions().connection(), ReplayStart.in(context));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Projection '" + projection.name() + "' could not be emptied, so it is not replayed: "
                            + e.getMessage(),
                    e);
        }
    }
}
