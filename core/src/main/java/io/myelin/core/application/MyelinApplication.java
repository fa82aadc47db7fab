package io.myelin.core.application;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.serialization.EventTypes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;

/**
 * An application on Axon Framework and Myelin: its domain, its store, its projections, assembled, started and stopped in order.
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
 * <p>Without a store module the events are kept in memory and are gone at the end: enough for the tests of a domain. Thread safe.
 */
public final class MyelinApplication implements AutoCloseable {

    private final Configuration configuration;
    private boolean started;
    private boolean closed;

    private MyelinApplication(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Returns a builder without a domain. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the store, then the processors, then takes commands. */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("The application was started already.");
        }
        started = true;
        configuration.start();
    }

    /** Stops in reverse: takes no more commands, lets those in work end, stops the processors, then the store. */
    @Override
    public synchronized void close() {
        if (started && !closed) {
            configuration.shutdown();
        }
        closed = true;
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
         * @throws IllegalArgumentException if an event cannot be stored as it is
         */
        public MyelinApplication build() {
            return new MyelinApplication(new Assembly(this, EventTypes.of(events)).configuration());
        }
    }
}
