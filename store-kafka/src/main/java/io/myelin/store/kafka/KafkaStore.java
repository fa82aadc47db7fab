package io.myelin.store.kafka;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.myelin.core.Phases;
import io.myelin.store.kafka.axon.KafkaEventStorageEngine;
import io.myelin.store.kafka.axon.KafkaEventStore;
import java.nio.file.Path;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/**
 * Makes Kafka the event store of an application: registers engine and event store, and starts and stops what they need.
 *
 * <p>The start connects, creates or checks the topics, opens the index and reads what it lacks; it returns when the store
 * is ready, which takes as long as that reading does. Before it, and after the stop, whoever uses the store gets an
 * {@link IllegalStateException}. It takes the event serializer, upcasters, snapshot filter and meters from the
 * configuration.
 */
public final class KafkaStore implements ConfigurerModule {

    private final StoreConnection connection;

    private KafkaStore(KafkaStoreSettings settings) {
        this.connection = new StoreConnection(settings);
    }

    /** Returns the module for one log. */
    public static KafkaStore with(KafkaStoreSettings settings) {
        return new KafkaStore(requireNonNull(settings, "settings"));
    }

    @Override
    public void configureModule(Configurer configurer) {
        configurer
                .registerComponent(EventStorageEngine.class, c -> engine(c, connection))
                .configureEventStore(KafkaStore::eventStore)
                .onInitialize(c -> {
                    c.onStart(Phases.STORE, () -> connection.open(meterRegistry(c)));
                    c.onShutdown(Phases.STORE, connection::close);
                });
    }

    /** Returns how the store is: for health checks, from any thread, without asking a broker. */
    public StoreStatus status() {
        return connection.status();
    }

    /**
     * Copies the index while the node runs, so that a new node starts in minutes instead of reading the whole log. Commands and
     * projections go on; on the same file system the copy is made of links and takes about a second. {@code ./myelin index restore}
     * makes an index of it.
     *
     * @param backup to be created; it appears under its name when it is whole. May be called from any thread; one backup at a time
     * @throws IllegalStateException if the store is not open
     * @throws IndexUnusableException if the directory is there already and not empty, or its disk fails; nothing is left then
     *     but a directory with {@code .part} behind its name
     */
    public void backUpIndex(Path backup) {
        connection.backUpIndex(backup);
    }

    private static KafkaEventStorageEngine engine(Configuration c, StoreConnection connection) {
        return KafkaEventStorageEngine.builder()
                .log(connection::log)
                .meterRegistry(meterRegistry(c))
                .eventSerializer(c.eventSerializer())
                .snapshotSerializer(c.serializer())
                .upcasterChain(c.upcasterChain())
                .snapshotFilter(c.snapshotFilter())
                .build();
    }

    private static KafkaEventStore eventStore(Configuration c) {
        return KafkaEventStore.builder()
                .storageEngine((KafkaEventStorageEngine) c.getComponent(EventStorageEngine.class))
                .messageMonitor(c.messageMonitor(KafkaEventStore.class, "eventStore"))
                .spanFactory(c.getComponent(EventBusSpanFactory.class))
                .build();
    }

    private static MeterRegistry meterRegistry(Configuration c) {
        return c.getComponent(MeterRegistry.class, CompositeMeterRegistry::new);
    }
}
