package io.myelin.handlers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.StreamableMessageSource;

/** Puts the parts of one projection together. */
final class ProjectionAssembly {

    /** How soon a segment that a node gave up, or a new node, is noticed; one small query each time. */
    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

    private final Projection projection;
    private final Configuration configuration;
    private final JdbcTransactions transactions;
    private final TokenStore tokens;

    ProjectionAssembly(
            Projection projection, Configuration configuration, JdbcTransactions transactions, TokenStore tokens) {
        this.projection = projection;
        this.configuration = configuration;
        this.transactions = transactions;
        this.tokens = tokens;
    }

    RunningProjection assemble(List<EventMessageHandler> handlers, Duration claimTimeout) {
        Clock clock = configuration.getComponent(Clock.class, Clock::systemUTC);
        GuardedSource source = new GuardedSource(configuration.eventStore(), projection.name());
        RunningProjection running = new RunningProjection(projection.name(), new LagProbe(source, clock));
        HandlerMetrics metrics = new HandlerMetrics(
                configuration.getComponent(MeterRegistry.class, SimpleMeterRegistry::new), clock, projection.name());
        HandlerGroup group = new HandlerGroup(handlers);
        Delivery delivery = new Delivery(new Stretch.Surroundings(transactions, handling(group, running), metrics));
        Sequencing sequencing = new Sequencing(projection.options().sequencing());
        EventLine line = new StopOnFailure(delivery);
        BatchTransactions batches = new BatchTransactions(transactions);
        ProjectionProcessor processor = new ProjectionProcessor(
                builder(running, claimTimeout)
                        .messageSource(source)
                        .transactionManager(batches)
                        .eventHandlerInvoker(new ProjectionInvoker(group, sequencing, () -> reset(group))),
                new BatchHandling(line, delivery, sequencing, batches));
        running.runBy(processor, projection.isResettable());
        configuration.onShutdown(metrics.watchLag(running::lag));
        return running;
    }

    private Stretch.Handling handling(HandlerGroup group, RunningProjection running) {
        InterceptedHandling intercepted = new InterceptedHandling(
                group,
                () -> running.processor().getHandlerInterceptors(),
                configuration.getComponent(EventProcessorSpanFactory.class));
        return new GuardedHandling(projection.name(), intercepted, running::stopForGood);
    }

    private PooledStreamingEventProcessor.Builder builder(RunningProjection running, Duration claimTimeout) {
        ProjectionOptions options = projection.options();
        return PooledStreamingEventProcessor.builder()
                .name(projection.name())
                .tokenStore(tokens)
                .coordinatorExecutor(threads("coordinator", 1, running))
                .workerExecutor(threads("worker", options.segments(), running))
                .initialSegmentCount(options.segments())
                .initialToken(this::initialToken)
                .batchSize(options.batchSize())
                .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                // Four chances before the claim is lost.
                .claimExtensionThreshold(claimTimeout.toMillis() / 4)
                .enableCoordinatorClaimExtension()
                .spanFactory(configuration.getComponent(EventProcessorSpanFactory.class));
    }

    private ScheduledExecutorService threads(String role, int count, RunningProjection running) {
        ProjectionThreads threads =
                ProjectionThreads.named(projection.name() + "-" + role, count, running::standsStill);
        configuration.onShutdown(threads::end);
        return threads;
    }

    private TrackingToken initialToken(StreamableMessageSource<TrackedEventMessage<?>> source) {
        return projection.options().startAt() == StartAt.NOW ? source.createHeadToken() : source.createTailToken();
    }

    private void reset(HandlerGroup group) {
        group.reset();
        projection.options().reset().ifPresent(this::reset);
    }

    private void reset(ResetAction action) {
        try {
            action.reset(transactions.connection());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Projection '" + projection.name() + "' could not be emptied, so it is not replayed: "
                            + e.getMessage(),
                    e);
        }
    }
}
