package io.myelin.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.EmbeddedKafkaException;
import io.myelin.embeddedkafka.PortTakenException;
import io.myelin.handlers.Lag;
import io.myelin.handlers.ProjectionStatus;
import io.myelin.handlers.Projections;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** The shop as it runs: a broker, an event store, a database, and projections between them. */
final class Shop implements AutoCloseable {

    /** Each of the four projections has one connection in use, and the summary another; the rest is for retries. */
    private static final int CONNECTIONS_MAX = 8;

    /** The data directory's lock lets one process have it, so a fixed name lets the next one go on at once. */
    private static final String NODE = "demo";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final MyelinApplication application;
    private final Projections projections;
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
        projections = Projections.on(dataSource)
                .nodeId(NODE)
                .projection("customers", new CustomerProjection())
                .projection("catalogue", new CatalogueProjection())
                .projection("orders", new OrderProjection())
                .projection("sales", new SalesProjection());
        application = MyelinApplication.builder()
                .aggregate(Customer.class)
                .aggregate(Product.class)
                .aggregate(Order.class, options -> options.cached())
                .events(CustomerEvent.class, ProductEvent.class, OrderEvent.class)
                .module(projections)
                .build();
        open.push(application);
        application.start();
    }

    static Shop open(DemoSettings settings, DataDirectory directory) {
        try {
            return new Shop(settings, directory);
        } catch (PortTakenException e) {
            throw portTaken(e.port(), e);
        } catch (EmbeddedKafkaException e) {
            throw DemoException.failure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Finds out early whether the broker can have the port.
     *
     * @throws DemoException if somebody else has it
     */
    static void checkPort(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw portTaken(port, e);
        }
    }

    private static DemoException portTaken(int port, Exception cause) {
        return DemoException.usage(
                "Port %d of 127.0.0.1 is taken. End the program that holds it, or choose another by --port N."
                        .formatted(port),
                cause);
    }

    CompletableFuture<?> send(Object command) {
        return application.commandGateway().send(command);
    }

    ReadModels readModels() {
        return readModels;
    }

    /**
     * How many events the projections have still to handle, added up.
     *
     * @throws DemoException if one has given up
     */
    long eventsBehind() {
        long events = 0;
        for (String name : projections.names()) {
            ProjectionStatus status = projections.status(name);
            if (status.state() == ProjectionStatus.State.FAILED) {
                throw DemoException.failure(
                        "The projection '%s' has stopped: %s. The log has more. What was placed is kept; ./demo goes on."
                                .formatted(name, status.problem().orElse("no reason given")),
                        null);
            }
            // Unknown until this process has claimed the projection's segment, which is not nothing.
            events += status.lag().map(Lag::events).orElse(1L);
        }
        return events;
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
