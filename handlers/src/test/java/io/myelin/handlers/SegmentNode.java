package io.myelin.handlers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.myelin.core.application.MyelinApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;

/** A process that runs a projection until it is killed. All of them see the same events. */
final class SegmentNode implements AutoCloseable {

    static final String[] COUNTERS = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    static final int EVENTS_OF_EACH = 300;
    static final int SEGMENTS = 6;
    static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 12;

    /** A handler must end before its node's claim does. */
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(1);

    private final Process process;

    private SegmentNode(Process process) {
        this.process = process;
    }

    static SegmentNode start(String url, String node) throws IOException {
        return new SegmentNode(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SegmentNode.class.getName(),
                        url,
                        node)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    public static void main(String[] args) throws IOException {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(args[0]);
        pool.setMaximumPoolSize(CONNECTIONS);
        Shop shop = new Shop();
        shop.countTimes(EVENTS_OF_EACH, COUNTERS);
        Projections projections = Projections.on(new HikariDataSource(pool))
                .nodeId(args[1])
                .claimTimeout(CLAIM_TIMEOUT)
                .projection(
                        "counters",
                        new Paced(),
                        options -> options.segments(SEGMENTS).batchSize(10).handlerTimeout(HANDLER_TIMEOUT));
        try (MyelinApplication app = shop.start(projections)) {
            // Ends with the process that started it, if that does not kill it before.
            while (System.in.read() >= 0) {}
        }
    }

    /** Kills the process, without any chance to tidy up, and returns once it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Takes as long for an event as a table says. */
    static final class Paced extends CounterProjection {
        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            try (PreparedStatement wait = connection.prepareStatement("select pg_sleep(seconds) from pace")) {
                wait.execute();
            }
        }
    }
}
