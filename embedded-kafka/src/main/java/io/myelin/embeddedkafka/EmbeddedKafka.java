package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import io.myelin.embeddedkafka.internal.BrokerNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker inside this JVM, reachable on the loopback interface only, with its data on disk.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.builder().dataDirectory(Path.of("data/kafka")).build().start()) {
 *     String servers = kafka.bootstrapServers();
 * }
 * }</pre>
 *
 * <p>{@link #close()} keeps the data, and another broker on the same directory goes on with it under the same cluster
 * id; so it does after {@code kill -9}, with every record that was acknowledged. (A power cut is another matter: Kafka
 * leaves writing to the operating system.) Topics keep their records for ever unless they are created otherwise, and
 * none is created by merely being named. A broker whose disk fails or whose metadata is damaged while it runs ends the
 * process, as Kafka does everywhere. Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final NodeSettings settings;
    private final @Nullable Security security;
    private @Nullable Running running;
    private boolean closed;

    private EmbeddedKafka(NodeSettings settings, @Nullable Security security) {
        this.settings = settings;
        this.security = security;
    }

    /** Begins the description of a broker; {@link Builder#dataDirectory} must be called, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the broker and returns when it serves clients: about two seconds for a new directory in a fresh JVM, up to
     * four more after a crash.
     *
     * @return this
     * @throws PortTakenException if the port is not free; nothing was done
     * @throws DataDirectoryInUseException if another broker works on the data directory; nothing was done
     * @throws EmbeddedKafkaException if Kafka can't start; its cause says why
     * @throws IllegalStateException if it was started before
     */
    public synchronized EmbeddedKafka start() {
        if (running != null || closed) {
            throw new IllegalStateException(
                    "This broker was started before, and one object is one run. Build another on the same directory.");
        }
        long startedNs = System.nanoTime();
        running = Running.on(security == null ? settings : settings.secured(security));
        log.info(
                "Kafka broker on {} serves {} after {} ms.",
                running.bootstrapServers(),
                settings.dataDirectory(),
                (System.nanoTime() - startedNs) / 1_000_000);
        return this;
    }

    /**
     * Where clients find the broker: {@code 127.0.0.1:port}.
     *
     * @throws IllegalStateException if the broker does not run
     */
    public synchronized String bootstrapServers() {
        return theRunning().bootstrapServers();
    }

    /**
     * The Kafka cluster's id, made when the data directory was new, and the same at every start since.
     *
     * @throws IllegalStateException if the broker does not run
     */
    public synchronized String clusterId() {
        return theRunning().node().clusterId();
    }

    /**
     * What a client needs to get in as that user, beside {@link #bootstrapServers()}: protocol, login, and the broker's
     * certificate. Empty if the broker is not {@linkplain Builder#secured secured}.
     *
     * @throws IllegalStateException if the broker does not run
     */
    public synchronized Map<String, String> clientProperties(Login login) {
        theRunning();
        return security == null ? Map.of() : security.clientProperties(settings.dataDirectory(), login);
    }

    /** Stops the broker cleanly, which takes below a second, and keeps the data. A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Running toStop = running;
        running = null;
        if (toStop != null) {
            toStop.close();
        }
    }

    private Running theRunning() {
        if (running == null) {
            throw new IllegalStateException(
                    closed ? "The broker is closed." : "The broker does not run yet; call start() first.");
        }
        return running;
    }

    /** What is held while the broker runs. */
    private record Running(LoopbackSockets sockets, DirectoryLock lock, BrokerNode node) implements AutoCloseable {

        static Running on(NodeSettings settings) {
            LoopbackSockets sockets = LoopbackSockets.bind(settings.port());
            try {
                DirectoryLock lock = DirectoryLock.take(settings.dataDirectory());
                try {
                    return new Running(sockets, lock, startNode(settings, sockets));
                } catch (RuntimeException e) {
                    lock.close();
                    throw e;
                }
            } catch (RuntimeException e) {
                sockets.close();
                throw e;
            }
        }

        String bootstrapServers() {
            return "127.0.0.1:" + sockets.clientPort();
        }

        @Override
        public void close() {
            try {
                node.stop();
            } finally {
                sockets.close();
                lock.close();
            }
        }

        private static BrokerNode startNode(NodeSettings settings, LoopbackSockets sockets) {
            try {
                BrokerNode node = NodeLoader.node(
                        NodeProperties.of(settings, sockets.clientPort(), sockets.controllerPort()),
                        sockets.byListener(),
                        ClusterId.random());
                startOrStop(node);
                return node;
            } catch (LinkageError e) {
                throw new EmbeddedKafkaException(
                        ("The class path has a version of kafka-clients that the broker was not built with (%s). Import"
                                        + " Myelin's BOM, or name the right jar in the system property %s.")
                                .formatted(e, NodeLoader.CLIENTS_JAR),
                        e);
            } catch (Exception e) {
                throw new EmbeddedKafkaException(
                        "The broker on %s can't start: %s. Its data was left as it is; mend the cause and start again."
                                .formatted(settings.dataDirectory(), e.getMessage()),
                        e);
            }
        }

        /** Half a node would go on holding its files and threads. */
        private static void startOrStop(BrokerNode node) {
            try {
                node.start();
            } catch (Exception | LinkageError e) {
                try {
                    node.stop();
                } catch (Exception | LinkageError whileStopping) {
                    e.addSuppressed(whileStopping);
                }
                throw e;
            }
        }
    }

    /** Describes a broker. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable Path dataDirectory;
        private int port;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private @Nullable Security security;

        private Builder() {}

        /** The directory for all data of this broker; made if it isn't there. Nobody else may use it meanwhile. */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = directory;
            return this;
        }

        /** The port for clients, 1 to 65535; 0, the default, takes any free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * A Kafka broker property, for instance {@code message.max.bytes} or {@code authorizer.class.name}; it replaces
         * this module's default. The client listener is called {@code CLIENT}, the node's own one {@code CONTROLLER}.
         * What makes the node's identity (node id, listeners, directories, quorum) can't be replaced.
         */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * Lets clients in over SASL_SSL only (PLAIN within TLS, under a certificate that is made for this data directory), and
         * binds all but the admin by ACLs, of which there are none at first. See {@link EmbeddedKafka#clientProperties}.
         *
         * @param admin whom ACLs don't bind, to set them with
         * @param users who else may log in
         */
        public Builder secured(Login admin, Login... users) {
            this.security = new Security(admin, List.of(users));
            return this;
        }

        /**
         * The broker, not started yet.
         *
         * @throws IllegalArgumentException if a value can't be; the message names it
         * @throws NullPointerException if the data directory is missing
         */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(
                    new NodeSettings(requireNonNull(dataDirectory, "dataDirectory"), port, properties), security);
        }
    }
}
