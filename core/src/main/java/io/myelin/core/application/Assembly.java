package io.myelin.core.application;

import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import java.time.Clock;
import java.util.Comparator;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/** Turns what the builder collected into Axon's configuration. Our own parts come first, so that modules can replace them. */
final class Assembly {

    private final MyelinApplication.Builder parts;
    private final JsonSerializer serializer;

    Assembly(MyelinApplication.Builder parts, EventTypes events) {
        this.parts = parts;
        this.serializer = serializer(events);
    }

    Configuration configuration() {
        quieten();
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(MeterRegistry.class, c -> parts.meterRegistry)
                .registerComponent(Clock.class, c -> parts.clock)
                .configureSerializer(c -> serializer)
                .configureEventSerializer(c -> serializer)
                .configureMessageSerializer(c -> serializer)
                .configureEmbeddedEventStore(c -> new InMemoryEventStorageEngine());
        parts.aggregates.forEach((type, options) -> configurer.configureAggregate(aggregate(type, options)));
        parts.modules.stream()
                .sorted(Comparator.comparingInt(ConfigurerModule::order))
                .forEach(module -> module.configureModule(configurer));
        return configurer.buildConfiguration();
    }

    private JsonSerializer serializer(EventTypes events) {
        JsonSerializer.Builder builder = JsonSerializer.builder().events(events);
        parts.aggregates.keySet().forEach(type -> builder.type(type, "snapshot:" + type.getSimpleName(), "1"));
        return builder.build();
    }

    private static <A> AggregateConfigurer<A> aggregate(Class<A> type, AggregateOptions options) {
        AggregateConfigurer<A> configurer = AggregateConfigurer.defaultConfiguration(type);
        if (options.cachedMax() > 0) {
            configurer.configureWeakReferenceCache();
        }
        if (options.snapshotEvery() > 0) {
            configurer.configureSnapshotTrigger(
                    c -> new EventCountSnapshotTriggerDefinition(c.snapshotter(), options.snapshotEvery()));
        }
        return configurer;
    }

    /** Axon looks for updates on the internet and prints an advertisement, unless the user has said otherwise. */
    private static void quieten() {
        System.getProperties().putIfAbsent("axoniq.update-checker.disabled", "true");
        System.getProperties().putIfAbsent("disable-axoniq-console-message", "true");
    }
}
