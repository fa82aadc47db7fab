package io.myelin.core.application;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.Module;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.command.CommandSettings;
import io.myelin.core.serialization.Upcast;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;

/**
 * An application on Axon Framework and Myelin: its domain, its store, its projections, assembled, started and
 * stopped in order.
 *
 * <pre>{@code
 * try (MyelinApplication app = MyelinApplication.builder()
 *         .aggregate(Account.class, options -> options.cached().snapshotEvery(100))
 *         .events(AccountEvent.class)
 *         .module(KafkaStore.with(settings))
 *         .build()) {
 *     app.start();
 *     app.commandGateway().sendAndWait(new OpenAccount("a-1", "Ada"));
 * }
 * }</pre>
 *
 * <p>Without a store module the events are kept in memory and are gone at the end: enough for the tests of a
 * domain. Thread safe.
 */
public final class MyelinApplication implements AutoCloseable {

    /**
     * For each phase of the start. Practically none: Axon goes on to the next phase after it, with a part half
     * started, and an index can take long to rebuild.
     */
    private static final Duration START_PHASE_MAX = Duration.ofDays(1);

    /** For each phase of the stop, in addition to what a part waits for by itself. */
    private static final Duration STOP_PHASE_MAX = Duration.ofSeconds(30);

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private final Configurer configurer;
    private final Configuration configuration;
    private final Object lifecycle = new Object();
    private final Start start;
    private State state = State.NEW;

    private MyelinApplication(Configurer configurer) {
        this.configurer = configurer;
        this.start = new Start(configurer);
        this.configuration = configurer.buildConfiguration();
    }

    /** Returns a builder without a domain. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the store, then the processors, then takes commands. Returns when all of them run.
     *
     * @throws StartFailedException if one of them cannot start; what had been started is stopped again
     * @throws IllegalStateException if it was started before; build another application
     */
    public void start() {
        synchronized (lifecycle) {
            if (state != State.NEW) {
                throw new IllegalStateException(
                        "This application was started or closed before, and can't be started again."
                                + " Build another one.");
            }
            // Until it has started: a start that fails has stopped everything again.
            state = State.CLOSED;
            phaseLimit(START_PHASE_MAX);
            start.run(configuration);
            state = State.STARTED;
        }
    }

    /**
     * Takes no more commands, lets those taken end, stops the processors, then the store. Returns when all have
     * stopped.
     *
     * <p>May be called more than once, from any thread and from a shutdown hook. While the application starts, the
     * start ends before its next part, and fails.
     */
    @Override
    public void close() {
        start.cancel();
        synchronized (lifecycle) {
            if (state == State.STARTED) {
                phaseLimit(STOP_PHASE_MAX);
                configuration.shutdown();
            }
            state = State.CLOSED;
        }
    }

    boolean isClosing() {
        return start.isCancelled();
    }

    private void phaseLimit(Duration limit) {
        configurer.configureLifecyclePhaseTimeout(limit.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns where commands are sent. */
    public CommandGateway commandGateway() {
        return configuration.commandGateway();
    }

    /** Returns where queries are sent. */
    public QueryGateway queryGateway() {
        return configuration.queryGateway();
    }

    /** Returns the event store. */
    public EventStore eventStore() {
        return configuration.eventStore();
    }

    /** Returns Axon's configuration, with every part of the application. */
    public Configuration configuration() {
        return configuration;
    }

    /** Collects the parts of an application. */
    public static final class Builder {

        final Map<Class<?>, AggregateOptions> aggregates = new LinkedHashMap<>();
        final List<Class<?>> events = new ArrayList<>();
        final List<ConfigurerModule> modules = new ArrayList<>();
        final List<Upcast> upcasts = new ArrayList<>();
        final List<Module> jacksonModules = new ArrayList<>();
        CommandSettings commands = CommandSettings.defaults();
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Adds an aggregate without cache and snapshots. */
        public Builder aggregate(Class<?> type) {
            return aggregate(type, UnaryOperator.identity());
        }

        /** Adds an aggregate with options, for example {@code options -> options.cached().snapshotEvery(100)}. */
        public Builder aggregate(Class<?> type, UnaryOperator<AggregateOptions> options) {
            aggregates.put(requireNonNull(type, "type"), options.apply(AggregateOptions.none()));
            return this;
        }

        /** Adds events: records with {@code @EventName}, or sealed interfaces that stand for all of theirs. */
        public Builder events(Class<?>... types) {
            events.addAll(List.of(types));
            return this;
        }

        /** Adds upcasts, which turn old revisions of events into those that today's classes read; in any order. */
        public Builder upcast(Upcast... upcasts) {
            this.upcasts.addAll(List.of(upcasts));
            return this;
        }

        /** Adds a Jackson module for value types that Jackson does not know, such as an amount of money. */
        public Builder jacksonModule(Module module) {
            jacksonModules.add(requireNonNull(module, "module"));
            return this;
        }

        /** Sets how commands are handled; {@link CommandSettings#defaults()} by default. */
        public Builder commands(CommandSettings settings) {
            this.commands = requireNonNull(settings, "settings");
            return this;
        }

        /** Adds a part, such as a store or projections, or a lambda that talks to Axon's configurer. */
        public Builder module(ConfigurerModule module) {
            modules.add(requireNonNull(module, "module"));
            return this;
        }

        /** Sets where everything is measured; by default nobody sees it. */
        public Builder meterRegistry(MeterRegistry registry) {
            this.meterRegistry = requireNonNull(registry, "registry");
            return this;
        }

        /** Sets the clock of all parts; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Assembles the application without starting it.
         *
         * @throws IllegalArgumentException if an event cannot be stored as it is, or an upcast leads nowhere
         */
        public MyelinApplication build() {
            return new MyelinApplication(new Assembly(this).configurer());
        }
    }
}
