package io.myelin.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.myelin.core.application.MyelinApplication;
import io.myelin.core.application.StartFailedException;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.EmbeddedKafkaException;
import io.myelin.embeddedkafka.PortTakenException;
import io.myelin.handlers.Lag;
import io.myelin.handlers.ProjectionStatus;
import io.myelin.handlers.Projections;
import io.myelin.retry.parking.ParkedSequence;
import io.myelin.retry.parking.ParkedSequences;
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
import io.myelin.store.kafka.KafkaStore;
import io.myelin.store.kafka.KafkaStoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The shop as it runs: a broker, an event store, a database, and projections between them. */
final class Shop implements AutoCloseable {

    /** Each of the four projections has one connection in use, and the summary another; the rest is for retries. */
    private static final int CONNECTIONS_MAX = 8;

    /** The data directory's lock lets one process have it, so a fixed name lets the next one go on at once. */
    private static final String NODE = "demo";

    /** The topic of the shop's events. */
    private static final String LOG = "shop";

    /** Parked sequences that one look counts; that there are any is what matters. */
    private static final int PARKED_SEEN_MAX = ParkedSequences.PAGE_MAX;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final MyelinApplication application;
    private final Projections projections;
    private final ReadModels readModels;
    private final boolean readModelsAreNew;

    private Shop(
            HikariDataSource dataSource, String bootstrapServers, DataDirectory directory, boolean readModelsAreNew) {
        this.readModelsAreNew = readModelsAreNew;
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
                .module(KafkaStore.with(KafkaStoreSettings.log(LOG)
                        .bootstrapServers(bootstrapServers)
                        .indexDirectory(directory.index())
                        .build()))
                .module(projections)
                .build();
    }

    /**
     * Starts everything, and returns when commands can be sent.
     *
     * @throws DemoException if a part can't start; nothing runs then
     */
    static Shop open(DemoSettings settings, DataDirectory directory) throws Exception {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            EmbeddedKafka kafka = EmbeddedKafka.builder()
                    .dataDirectory(directory.kafka())
                    .port(settings.port())
                    .build();
            open.push(kafka);
            kafka.start();
            boolean databaseWasTorn = directory.takeDatabase();
            open.push(directory::giveDatabaseBack);
            HikariDataSource dataSource = dataSource(directory);
            open.push(dataSource);
            Shop shop = new Shop(dataSource, kafka.bootstrapServers(), directory, databaseWasTorn);
            open.push(shop.application);
            shop.application.start();
            shop.open.addAll(open);
            return shop;
        } catch (RuntimeException e) {
            closeAll(open);
            throw explained(e);
        }
    }

    private static RuntimeException explained(RuntimeException failure) {
        if (failure instanceof PortTakenException taken) {
            return portTaken(taken.port(), taken);
        }
        if (failure instanceof EmbeddedKafkaException || failure instanceof StartFailedException) {
            return DemoException.failure(String.valueOf(failure.getMessage()), failure);
        }
        return failure;
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

    /** Returns whether earlier read models were thrown away, since the run that wrote them was cut off. */
    boolean readModelsAreNew() {
        return readModelsAreNew;
    }

    /**
     * How many events the projections have still to handle, added up; those that wait for another attempt included.
     *
     * @throws DemoException if a projection has stopped, or given an event up
     */
    long eventsBehind() {
        long unread = projections.names().stream().mapToLong(this::unread).sum();
        return unread > 0
                ? unread
                : projections.names().stream().mapToLong(this::parked).sum();
    }

    private long unread(String name) {
        ProjectionStatus status = projections.status(name);
        if (status.state() == ProjectionStatus.State.FAILED) {
            throw DemoException.failure(
                    "The projection '%s' has stopped: %s. The log has more. What was placed is kept; ./demo goes on."
                            .formatted(name, status.problem().orElse("no reason given")),
                    null);
        }
        // Unknown until this process has claimed the projection's segment, which is not nothing.
        return status.lag().map(Lag::events).orElse(1L);
    }

    private long parked(String name) {
        ParkedSequences parked = projections.parked(name);
        List<ParkedSequence> dead = parked.list(ParkedSequence.State.DEAD, null, PARKED_SEEN_MAX);
        if (!dead.isEmpty()) {
            throw DemoException.failure(
                    "The projection '%s' has given up %d sequences of events, the first of %s; its read model lacks them. The log says why. ./demo --fresh starts over."
                            .formatted(name, dead.size(), dead.get(0).label()),
                    null);
        }
        return parked.list(ParkedSequence.State.RETRYING, null, PARKED_SEEN_MAX).stream()
                .mapToLong(ParkedSequence::letters)
                .sum();
    }

    @Override
    public void close() throws Exception {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) throws Exception {
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
