package io.myelin.core.application;

import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.Phases;
import io.myelin.core.command.CommandHandling;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.core.serialization.UpcastChain;
import java.time.Clock;
import java.util.Comparator;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.NoCache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.snapshotting.RevisionSnapshotFilter;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.RepositorySpanFactory;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;

/**
 * Turns what the builder collected into Axon's configuration. Our own parts come first, so that modules can replace
 * them.
 */
final class Assembly {

    private final MyelinApplication.Builder parts;
    private final JsonSerializer serializer;
    private final UpcastChain upcasts;
    private final Snapshots snapshots = new Snapshots();

    Assembly(MyelinApplication.Builder parts) {
        EventTypes events = EventTypes.of(parts.events);
        this.parts = parts;
        this.serializer = serializer(events);
        this.upcasts = UpcastChain.of(events, parts.upcasts);
    }

    Configurer configurer() {
        quieten();
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(MeterRegistry.class, c -> parts.meterRegistry)
                .registerComponent(Clock.class, c -> parts.clock)
                .registerComponent(Snapshotter.class, snapshots::snapshotter)
                .configureSerializer(c -> serializer)
                .configureEventSerializer(c -> serializer)
                .configureMessageSerializer(c -> serializer)
                .registerEventUpcaster(c -> upcasts)
                .configureEmbeddedEventStore(InMemoryStorageEngine::of);
        // Axon's own default logs an event that a handler failed on, and goes on without it.
        configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance());
        configurer.onShutdown(Phases.COMMANDS - 1, snapshots::stop);
        CommandHandling.with(parts.commands).configureModule(configurer);
        parts.aggregates.forEach((type, options) -> configurer.configureAggregate(aggregate(type, options)));
        parts.modules.stream()
                .sorted(Comparator.comparingInt(ConfigurerModule::order))
                .forEach(module -> module.configureModule(configurer));
        return configurer;
    }

    private JsonSerializer serializer(EventTypes events) {
        JsonSerializer.Builder builder = JsonSerializer.builder().events(events);
        parts.aggregates.keySet().forEach(builder::aggregate);
        parts.jacksonModules.forEach(builder::jacksonModule);
        return builder.build();
    }

    private <A> AggregateConfigurer<A> aggregate(Class<A> type, AggregateOptions options) {
        AggregateConfigurer<A> configurer = AggregateConfigurer.defaultConfiguration(type);
        Cache cache = options.cachedMax() == 0 ? NoCache.INSTANCE : new CaffeineCache(options.cachedMax());
        configurer.configureRepository(c -> repository(type, options, c, cache));
        configurer.configureSnapshotFilter(c -> RevisionSnapshotFilter.builder()
                .type(serializer.aggregateType(type))
                .revision(serializer.typeForClass(type).getRevision())
                .build());
        return configurer;
    }

    private static <A> Repository<A> repository(Class<A> type, AggregateOptions options, Configuration c, Cache cache) {
        EventSourcingRepository.Builder<A> builder = EventSourcingRepository.builder(type)
                .aggregateModel(AnnotatedAggregateMetaModelFactory.inspectAggregate(
                        type, c.parameterResolverFactory(), c.handlerDefinition(type)))
                .repositoryProvider(c::repository)
                .spanFactory(c.getComponent(RepositorySpanFactory.class));
        if (options.snapshotEvery() > 0) {
            builder.snapshotTriggerDefinition(
                    new EventCountSnapshotTriggerDefinition(c.snapshotter(), options.snapshotEvery()));
        }
        return new AggregateRepository<>(builder, c.eventStore(), cache);
    }

    /** Axon looks for updates on the internet and prints an advertisement, unless the user has said otherwise. */
    private static void quieten() {
        System.getProperties().putIfAbsent("axoniq.update-checker.disabled", "true");
        System.getProperties().putIfAbsent("disable-axoniq-console-message", "true");
    }
}
