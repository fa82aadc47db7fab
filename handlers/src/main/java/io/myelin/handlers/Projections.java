package io.myelin.handlers;

import static java.util.Objects.requireNonNull;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.bluegreen.BlueGreen;
import io.myelin.handlers.bluegreen.VersionSwitch;
import io.myelin.handlers.bluegreen.VersionSwitches;
import io.myelin.handlers.effects.Outboxes;
import io.myelin.handlers.health.Health;
import io.myelin.handlers.health.HealthTerms;
import io.myelin.handlers.replay.Replays;
import io.myelin.handlers.scale.Segments;
import io.myelin.retry.parking.ParkedSequences;
import io.myelin.retry.parking.Redrive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.ListenerInvocationErrorHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Read models in a database, each event taking effect in them exactly once.
 *
 * <pre>{@code
 * MyelinApplication.builder()
 *         .module(Projections.on(dataSource)
 *                 .projection("orders", new OrderProjection())
 *                 .projection("sales", new SalesProjection(), options -> options.segments(4)))
 * }</pre>
 *
 * <p>A projection is an object with {@code @EventHandler} methods that write through a parameter of type {@code
 * java.sql.Connection}. What they write and how far they have read is committed as one. It runs under its name as a
 * processing group of Axon's, so that Axon's tools see it.
 *
 * <p>It is a module for one application. Its set-up methods belong before the application is built, the others after it
 * was started; those are safe for several threads.
 */
public final class Projections implements ConfigurerModule {

    /** Runs before modules that leave the order open, so that their settings replace ours and not the reverse. */
    private static final int BEFORE_OTHERS = -100;

    private final JdbcTransactions transactions;
    private final Map<String, Projection> projections = new LinkedHashMap<>();
    private final Map<String, RunningProjection> running = new ConcurrentHashMap<>();
    private final Outboxes outboxes = new Outboxes();
    private NodeClaims claims = NodeClaims.unique();
    private HealthTerms healthTerms = HealthTerms.DEFAULT;
    private final VersionSwitches versions = new VersionSwitches();
    private @Nullable Replays replays;
    private boolean configured;

    private Projections(DataSource dataSource) {
        this.transactions = JdbcTransactions.on(dataSource);
    }

    /**
     * Returns a module without projections.
     *
     * @param dataSource where they are written; a pool that has for each projection as many connections as segments, and
     *     three more. H2 and PostgreSQL are tested
     */
    public static Projections on(DataSource dataSource) {
        return new Projections(requireNonNull(dataSource, "dataSource"));
    }

    /** Adds a projection with default options; see {@link #projection(String, Object, UnaryOperator)}. */
    public Projections projection(String name, Object handler) {
        return projection(name, handler, UnaryOperator.identity());
    }

    /**
     * Adds a projection.
     *
     * @param name under which its token is stored, 1 to 100 characters. A new name begins at the first event
     * @param handler an object with {@code @EventHandler} methods, or a {@link List} of such that share one transaction
     * @param options for example {@code options -> options.segments(4).batchSize(500)}
     * @throws ProjectionSetupException if it could not run as it is
     */
    public Projections projection(String name, Object handler, UnaryOperator<ProjectionOptions> options) {
        requireNotConfigured();
        List<Object> handlers = handler instanceof List<?> several ? List.copyOf(several) : List.of(handler);
        Projection added = new Projection(name, handlers, options.apply(ProjectionOptions.defaults()));
        projections.values().forEach(added::requireNotShared);
        if (projections.putIfAbsent(name, added) != null) {
            throw new ProjectionSetupException("There are two projections named '" + name
                    + "'. They would share a token, and each would miss the other's events. Rename one.");
        }
        return this;
    }

    /**
     * Sets the name under which this node claims segments; by default one that no other process has.
     *
     * <p>A fixed name lets a node that was killed go on at once, where others wait for the {@linkplain #claimTimeout claim
     * timeout}. Two nodes that run at the same time under one name would handle events twice.
     *
     * @param name 1 to 50 characters
     */
    public Projections nodeId(String name) {
        requireNotConfigured();
        claims = new NodeClaims(name, claims.timeout());
        return this;
    }

    /** Sets after how much silence of a node others take its segments over; 10 seconds by default, at least 1. */
    public Projections claimTimeout(Duration timeout) {
        requireNotConfigured();
        claims = new NodeClaims(claims.nodeId(), timeout);
        return this;
    }

    /**
     * Sets after how long a standstill a projection is {@linkplain #health down}, and after half of it degraded; 60 seconds by
     * default, at least 1. A batch that takes longer counts as a standstill.
     */
    public Projections healthWindow(Duration window) {
        requireNotConfigured();
        healthTerms = new HealthTerms(window);
        return this;
    }

    /** Lets views show one of several versions of a projection at a time; each is a {@link #projection} of its own. */
    public Projections blueGreen(BlueGreen declaration) {
        requireNotConfigured();
        versions.add(declaration);
        return this;
    }

    @Override
    public int order() {
        return BEFORE_OTHERS;
    }

    @Override
    public void configureModule(Configurer configurer) {
        requireNotConfigured();
        configured = true;
        configurer.registerComponent(ListenerInvocationErrorHandler.class, c -> PropagatingErrorHandler.instance());
        configurer.eventProcessing(processing -> projections.values().forEach(each -> register(each, processing)));
        configurer.onInitialize(configuration -> {
            configuration.onStart(Integer.MIN_VALUE + 1, () -> SafetyChecks.check(configuration, running));
            ProjectionMigrations.createOnStart(configuration, transactions.dataSource(), projections.values());
            replays = Replays.of(configuration, transactions, names(), this::replayed);
            versions.configure(configuration, transactions, names(), this::replayed);
            OutboxThreads.run(outboxes, configuration, transactions);
        });
    }

    /** Returns the projections' names. */
    public Set<String> names() {
        return Set.copyOf(projections.keySet());
    }

    /** Returns how the projection is doing; asks the event store, and the database not at all. */
    public ProjectionStatus status(String name) {
        return find(name).status();
    }

    /** Empties a projection and lets it handle all events again, as {@link Replays#start(String...)} does. */
    public void replay(String name) {
        replays().start(name);
    }

    /** Returns what can be done to the versions behind a view: switch its readers, go back, drop one. */
    public VersionSwitch blueGreen(String view) {
        return versions.of(view);
    }

    /** Returns how projections are replayed: several, from a time or a token on; paused, resumed, cancelled; their progress. */
    public Replays replays() {
        return Optional.ofNullable(replays)
                .orElseThrow(() -> new IllegalStateException("The application is not built yet."));
    }

    private ReplayedProjection replayed(String name) {
        RunningProjection found = find(name);
        return new ReplayedProjection(requireNonNull(projections.get(name)), found);
    }

    /** Returns what may be done to events of the projection that were given up: redrive, skip, evict. */
    public Redrive redrive(String name) {
        return find(name).retry().redrive();
    }

    /** Returns what there is to see of the projection's sequences that wait for their next attempt, or were given up. */
    public ParkedSequences parked(String name) {
        return find(name).retry().parkedSequences();
    }

    /** Returns what lets a reader wait until the projection has applied what a command has appended. */
    public Applied applied(String name) {
        return find(name).applied();
    }

    /** Returns how well all projections are, and why; asks the event store, and the database not at all. */
    public Health health() {
        return Health.of(running.values().stream()
                .collect(Collectors.toMap(
                        RunningProjection::name, each -> each.watch().health())));
    }

    /** Returns the projection's segments on all nodes: who has which and how far it is; split, merge, release. */
    public Segments segments(String name) {
        return find(name).watch().segments();
    }

    /** Returns the channels that handlers send to by their {@code Outbox}: name their senders before the start, look after them then. */
    public Outboxes outboxes() {
        return outboxes;
    }

    /** Lets the projection end its batch and stop, until it is started; waits for that up to 30 seconds. Parked events are tried on. */
    public void stop(String name) {
        find(name).stop();
    }

    /** Starts a projection that was stopped; does nothing to one that runs. */
    public void start(String name) {
        find(name).start();
    }

    private void register(Projection projection, EventProcessingConfigurer processing) {
        String name = projection.name();
        projection.handlers().forEach(handler -> processing.registerEventHandler(c -> handler));
        processing.assignHandlerInstancesMatching(
                name,
                Integer.MAX_VALUE,
                candidate -> projection.handlers().stream().anyMatch(h -> h == candidate));
        processing.assignProcessingGroup(name, name);
        processing.registerListenerInvocationErrorHandler(name, c -> PropagatingErrorHandler.instance());
        processing.registerTransactionManager(name, c -> transactions);
        processing.registerTokenStore(name, this::tokenStore);
        processing.registerEventProcessor(
                name,
                (processor, c, invoker) -> assemble(projection, c, invoker).processor());
    }

    private TokenStore tokenStore(Configuration configuration) {
        return new FencedTokenStore(
                transactions.connectionProvider(), configuration.serializer(), claims, (name, segment) -> {
                    // What was known of it when it was this node's before may have changed since.
                    Optional.ofNullable(running.get(name))
                            .ifPresent(known -> known.retry().segmentClaimed(segment));
                });
    }

    private RunningProjection assemble(
            Projection projection, Configuration configuration, EventHandlerInvoker invoker) {
        List<EventMessageHandler> handlers = SafetyChecks.handlersOf(projection, invoker);
        handlers.forEach(handler -> HandlerTimeouts.refuse(projection.name(), handler.getTargetType(), configuration));
        TokenStore tokens = configuration.eventProcessingConfiguration().tokenStore(projection.name());
        RunningProjection made = new ProjectionAssembly(
                        projection,
                        configuration,
                        new ProjectionAssembly.Storage(transactions, tokens, claims, outboxes))
                .assemble(handlers);
        made.watch().judgeBy(healthTerms, projection.options().failures().parking());
        running.put(projection.name(), made);
        return made;
    }

    private RunningProjection find(String name) {
        RunningProjection found = running.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no running projection '" + name + "'; there are "
                    + running.keySet() + ". The application must have been started.");
        }
        return found;
    }

    private void requireNotConfigured() {
        if (configured) {
            throw new IllegalStateException(
                    "These projections belong to an application already. Make new ones for another.");
        }
    }
}
