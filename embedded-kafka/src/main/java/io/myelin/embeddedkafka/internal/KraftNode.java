package io.myelin.embeddedkafka.internal;

import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's server in the roles of broker and controller. The only class that touches Kafka's server jars, which promise
 * no compatibility: an upgrade of Kafka is an upgrade of this file. It may be loaded by a class loader
 * of its own, and therefore knows no other class of this module but {@link BrokerNode}.
 *
 * <p>Put together here and not by Kafka's {@code KafkaRaftServer}, because that one binds its ports late and ends the
 * whole JVM when a start fails.
 */
public final class KraftNode implements BrokerNode {

    /** Time for a clean stop; one node with one application's data needs well below a second. */
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(KraftNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;
    private final String clusterId;
    private volatile boolean starting = true;

    /**
     * Prepares a node; the directory is formatted if it is new.
     *
     * @param properties Kafka's, complete; the node has one log directory, and all voters of its quorum are named
     * @param sockets listening already, by the names of the listeners
     * @param newClusterId the cluster's id if the directory is new, the same for all of its nodes
     */
    public KraftNode(Properties properties, Map<String, ServerSocketChannel> sockets, String newClusterId)
            throws Exception {
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        formatIfNew(config, properties, newClusterId);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directory =
                KafkaRaftServer.initializeLogDirs(config, log, "Embedded broker: ");
        this.clusterId = directory._1().clusterId().orElseThrow();
        SharedServer shared = new SharedServer(
                config,
                directory._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, clusterId),
                CompletableFuture.completedFuture(voters(properties.getProperty("controller.quorum.voters"))),
                List.of(),
                faultHandlers(),
                boundBefore(sockets));
        this.broker = new BrokerServer(shared);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directory._2());
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    @Override
    public void start() {
        // The controller goes first: the broker registers with it.
        controller.startup();
        broker.startup();
        starting = false;
    }

    @Override
    public void stop() {
        // The broker goes first: it hands its partitions back to the controller.
        try {
            broker.shutdown(STOP_MAX);
            broker.awaitShutdown();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void formatIfNew(KafkaConfig config, Properties properties, String newClusterId) throws Exception {
        String directory = properties.getProperty("log.dirs");
        // Kafka writes this file last and in one move: a format that was cut short is simply done again.
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(config.nodeId())
                .setClusterId(newClusterId)
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .run();
    }

    /** Takes {@code id@host:port,...} apart. */
    private static Map<Integer, InetSocketAddress> voters(String quorum) {
        Map<Integer, InetSocketAddress> voters = new HashMap<>();
        for (String voter : quorum.split(",", -1)) {
            String[] parts = voter.split("[@:]", -1);
            voters.put(Integer.valueOf(parts[0]), new InetSocketAddress(parts[1], Integer.parseInt(parts[2])));
        }
        return voters;
    }

    private static ServerSocketFactory boundBefore(Map<String, ServerSocketChannel> sockets) {
        return (listener, address, backlog, receiveBufferBytes) -> requireNonNull(sockets.get(listener), listener);
    }

    /**
     * While the node starts, a fatal fault becomes an exception of {@link #start}. Afterwards it ends the process, as
     * with every Kafka broker: a broker whose state is in doubt must not go on answering.
     */
    private FaultHandlerFactory faultHandlers() {
        StandardFaultHandlerFactory standard = new StandardFaultHandlerFactory();
        return (name, fatal, action) -> {
            FaultHandler running = standard.build(name, fatal, action);
            return (message, cause) -> {
                if (!fatal || !starting) {
                    return running.handleFault(message, cause);
                }
                action.run();
                return new FaultHandlerException(name + ": " + message, cause);
            };
        };
    }
}
