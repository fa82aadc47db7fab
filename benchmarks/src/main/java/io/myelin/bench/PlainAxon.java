package io.myelin.bench;

import io.myelin.core.jdbc.JdbcTransactions;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.GenericTokenTableFactory;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;

/** The other side of the projections: Axon's embedded event store, pooled processor and JDBC token store. */
final class PlainAxon {

    private static final Serializer SERIALIZER = JacksonSerializer.defaultSerializer();

    private PlainAxon() {}

    static Configuration inMemory(DataSource dataSource, DepositTable handler) {
        return configuration(dataSource, new InMemoryEventStorageEngine(), handler);
    }

    static Configuration onDatabase(DataSource dataSource, EventStorageEngine engine, DepositTable handler) {
        return configuration(dataSource, engine, handler);
    }

    static JdbcEventStorageEngine engine(JdbcTransactions transactions) {
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .connectionProvider(transactions.connectionProvider())
                .transactionManager(transactions)
                .eventSerializer(SERIALIZER)
                .snapshotSerializer(SERIALIZER)
                .build();
        transactions.executeInTransaction(() -> engine.createSchema(PostgresEventTableFactory.INSTANCE));
        return engine;
    }

    private static Configuration configuration(DataSource dataSource, EventStorageEngine engine, DepositTable handler) {
        JdbcTransactions transactions = JdbcTransactions.on(dataSource);
        JdbcTokenStore tokens = JdbcTokenStore.builder()
                .connectionProvider(transactions.connectionProvider())
                .serializer(SERIALIZER)
                .build();
        transactions.executeInTransaction(() -> tokens.createSchema(GenericTokenTableFactory.INSTANCE));
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(TransactionManager.class, configuration -> transactions)
                .registerComponent(TokenStore.class, configuration -> tokens)
                .configureEmbeddedEventStore(configuration -> engine);
        configurer.eventProcessing(processing -> processing
                .usingPooledStreamingEventProcessors()
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerEventHandler(configuration -> handler));
        return configurer.start();
    }
}
