package io.myelin.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.myelin.core.application.MyelinApplication;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.EmbeddedKafkaException;
import io.myelin.embeddedkafka.PortTakenException;
import io.myelin.sample.catalogue.Product;
import io.myelin.sample.catalogue.ProductEvent;
import io.myelin.sample.customer.Customer;
import io.myelin.sample.customer.CustomerEvent;
import io.myelin.sample.order.Order;
import io.myelin.sample.order.OrderEvent;
import io.myelin.sample.readmodel.CatalogueProjection;
import io.myelin.sample.readmodel.CustomerProjection;
import io.myelin.sample.readmodel.OrderProjection;
import io.myelin.sample.readmodel.ReadModels;
import io.myelin.sample.readmodel.SalesProjection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;

/** The shop as it runs: a broker, an event store, a database, and projections between them. */
final class Shop implements AutoCloseable {

    /** Each of the four projections has one connection in use, and the summary another; the rest is for retries. */
    private static final int CONNECTIONS_MAX = 8;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final MyelinApplication application;
    private final ReadModels readModels;

    private Shop(DemoSettings settings, DataDirectory directory) {
        EmbeddedKafka kafka = EmbeddedKafka.builder()
                .dataDirectory(directory.kafka())
                .port(settings.port())
                .build();
        open.push(kafka);
        kafka.start();
        HikariDataSource dataSource = dataSource(directory);
        open.push(dataSource);
        readModels = ReadModels.in(dataSource);
        application = MyelinApplication.builder()
                .aggregate(Customer.class)
                .aggregate(Product.class)
                .aggregate(Order.class)
                .events(CustomerEvent.class, ProductEvent.class, OrderEvent.class)
                .module(configurer -> projections(configurer, dataSource))
                .build();
        open.push(application);
        application.start();
    }

    private static void projections(Configurer configurer, HikariDataSource dataSource) {
        configurer.eventProcessing(processing -> processing
                .usingPooledStreamingEventProcessors()
                .byDefaultAssignHandlerTypesTo(Class::getSimpleName)
                .registerTokenStore(c -> new InMemoryTokenStore())
                .registerDefaultTransactionManager(c -> JdbcTransactions.on(dataSource))
                .registerEventHandler(c -> new CustomerProjection())
                .registerEventHandler(c -> new CatalogueProjection())
                .registerEventHandler(c -> new OrderProjection())
                .registerEventHandler(c -> new SalesProjection()));
    }

    static Shop open(DemoSettings settings, DataDirectory directory) {
        try {
            return new Shop(settings, directory);
        } catch (PortTakenException e) {
            throw DemoException.usage(
                    "Port %d of 127.0.0.1 is taken. End the program that holds it, or choose another by --port N."
                            .formatted(e.port()),
                    e);
        } catch (EmbeddedKafkaException e) {
            throw DemoException.failure(String.valueOf(e.getMessage()), e);
        }
    }

    CompletableFuture<?> send(Object command) {
        return application.commandGateway().send(command);
    }

    ReadModels readModels() {
        return readModels;
    }

    long eventsBehind() {
        long head = application.eventStore().createHeadToken() == null
                ? 0
                : application.eventStore().createHeadToken().position().orElse(0);
        long behind = 0;
        for (EventProcessor processor : application
                .configuration()
                .eventProcessingConfiguration()
                .eventProcessors()
                .values()) {
            for (var status :
                    ((StreamingEventProcessor) processor).processingStatus().values()) {
                TrackingToken token = status.getTrackingToken();
                behind += head - (token == null ? -1 : token.position().orElse(-1));
            }
        }
        return behind;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private static HikariDataSource dataSource(DataDirectory directory) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop");
        // H2 would otherwise close itself when Ctrl-C arrives, while the projections still write.
        config.setJdbcUrl("jdbc:h2:file:" + directory.database() + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64");
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        return new HikariDataSource(config);
    }
}
