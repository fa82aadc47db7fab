package io.myelin.handlers;

import com.zaxxer.hikari.HikariDataSource;
import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.InMemoryEventStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;

/**
 * A process with a projection that dies by one event, as by a fault in native code.
 *
 * <p>Its events are the same in every life. It ends in order once the last one has been handled.
 */
final class DyingNode {

    /** What the process returns when its handler has killed it. */
    static final int KILLED = 86;

    static final int EVENTS = 30;

    /** Behind others in its batch, and before others. */
    static final int DEADLY = 17;

    private static final int STUCK = 1;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private DyingNode() {}

    /** Starts it on a database, and returns what it returned. */
    static int run(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingNode.class.getName(),
                        url)
                .inheritIO()
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource dataSource = new HikariDataSource()) {
            dataSource.setJdbcUrl(arguments[0]);
            dataSource.setMaximumPoolSize(5);
            Shop shop = new Shop(InMemoryEventStore.create());
            shop.store.publish(events());
            Projections projections = Projections.on(dataSource)
                    .nodeId("the-only-one")
                    .projection("counters", new Deadly(), options -> options.batchSize(10));
            try (MyelinApplication app = shop.start(projections)) {
                awaitLast(dataSource);
            }
        }
        System.exit(0);
    }

    private static List<EventMessage<?>> events() {
        List<EventMessage<?>> events = new ArrayList<>();
        for (int n = 0; n < EVENTS; n++) {
            String counter = "counter-" + n;
            events.add(new GenericDomainEventMessage<>(
                    "Counter",
                    counter,
                    0,
                    new Counted(counter, 0),
                    MetaData.emptyInstance(),
                    "event-" + n,
                    Instant.EPOCH));
        }
        return events;
    }

    private static void awaitLast(HikariDataSource dataSource) throws SQLException {
        long startNs = System.nanoTime();
        while (!isDone(dataSource)) {
            Thread.onSpinWait();
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                Runtime.getRuntime().halt(STUCK);
            }
        }
    }

    private static boolean isDone(HikariDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "select 1 from counted where counter = 'counter-" + (EVENTS - 1) + "'")) {
            return last.next();
        }
    }

    /** Kills the process, without any chance to tidy up. */
    private static final class Deadly extends CounterProjection {
        @Override
        void afterWriting(Counted event, Connection connection) {
            if (event.counter().equals("counter-" + DEADLY)) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
