package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka cluster on this machine, for tests of what happens when brokers and networks fail: three brokers (KRaft, each
 * broker and controller), each a process of its own, on the loopback interface, with their data on disk.
 *
 * <pre>{@code
 * try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.builder().dataDirectory(directory).build().start()) {
 *     String servers = cluster.bootstrapServers();
 *     cluster.broker(1).kill();                                           // kill -9
 *     cluster.broker(1).start();
 *     cluster.broker(2).freeze();                                         // SIGSTOP
 *     cluster.broker(2).thaw();
 *     cluster.broker(3).clientLink().cut(FaultyLink.Direction.TO_CLIENT); // acknowledgements are lost
 *     cluster.broker(3).clientLink().heal();
 * }
 * }</pre>
 *
 * <p>Topics have three copies of which two must be in sync, unless they are created otherwise; so have Kafka's own. Clients
 * and brokers reach each broker through {@link FaultyLink}s of this process, whose ports stay the same whatever
 * becomes of the broker. The brokers end with this process, however it ends. {@link #close()} keeps the data, and
 * another cluster on the same directory goes on with it. Safe for use by several threads.
 */
public final class EmbeddedKafkaCluster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafkaCluster.class);

    private static final String CLUSTER_ID_FILE = "cluster.id";

    private final Path dataDirectory;
    private final int size;
    private final Map<String, String> properties;
    private @Nullable Running running;

    private EmbeddedKafkaCluster(Path dataDirectory, int size, Map<String, String> properties) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.size = size;
        this.properties = Map.copyOf(properties);
    }

    /** Begins the description of a cluster; {@link Builder#dataDirectory} must be called, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts all brokers and returns when each serves clients: about five seconds on two idle cores.
     *
     * @return this
     * @throws DataDirectoryInUseException if another cluster works on the data directory; nothing was done
     * @throws EmbeddedKafkaException if a broker can't start; its log, which the message names, says why
     * @throws IllegalStateException if it runs
     */
    public synchronized EmbeddedKafkaCluster start() {
        if (running != null) {
            throw new IllegalStateException("The cluster on " + dataDirectory + " runs already.");
        }
        long startedNs = System.nanoTime();
        Running started = Running.on(dataDirectory, size, properties);
        try {
            started.start();
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        running = started;
        log.info(
                "{} Kafka brokers on {} serve {} after {} ms.",
                size,
                bootstrapServers(),
                dataDirectory,
                (System.nanoTime() - startedNs) / 1_000_000);
        return this;
    }

    /**
     * Where clients find the brokers: {@code 127.0.0.1:port} of each, separated by commas.
     *
     * @throws IllegalStateException if the cluster does not run
     */
    public String bootstrapServers() {
        return brokers().stream().map(ClusterBroker::address).collect(Collectors.joining(","));
    }

    /**
     * All brokers, by id.
     *
     * @throws IllegalStateException if the cluster does not run
     */
    public synchronized List<ClusterBroker> brokers() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("The cluster on " + dataDirectory + " does not run; call start() first.");
        }
        return current.brokers();
    }

    /**
     * One broker.
     *
     * @param id from 1
     * @throws IllegalStateException if the cluster does not run
     */
    public ClusterBroker broker(int id) {
        List<ClusterBroker> all = brokers();
        if (id < 1 || id > all.size()) {
            throw new IllegalArgumentException("There is no broker %d: they are 1 to %d.".formatted(id, all.size()));
        }
        return all.get(id - 1);
    }

    /** Ends all faults: heals every link, thaws what is frozen, and starts what is not running. */
    public void healAll() {
        for (ClusterBroker broker : brokers()) {
            broker.clientLink().heal();
            broker.peerLink().heal();
            broker.controllerLink().heal();
            broker.thaw();
            broker.begin();
        }
        brokers().forEach(ClusterBroker::awaitReady);
    }

    /** Stops all brokers, within some seconds, and keeps their data. A second call does nothing. */
    @Override
    public synchronized void close() {
        Running toStop = running;
        running = null;
        if (toStop != null) {
            toStop.close();
        }
    }

    /** What is held while the cluster runs. */
    private record Running(DirectoryLock lock, List<NodeLinks> links, List<ClusterBroker> brokers)
            implements AutoCloseable {

        static Running on(Path directory, int size, Map<String, String> properties) {
            DirectoryLock lock = DirectoryLock.take(directory);
            List<NodeLinks> links = new ArrayList<>();
            try {
                String clusterId = clusterId(directory);
                IntStream.rangeClosed(1, size).forEach(id -> links.add(NodeLinks.open(id)));
                List<ClusterBroker> brokers = links.stream()
                        .map(node -> new ClusterBroker(
                                directory.resolve("node-" + node.id()),
                                node,
                                ClusterProperties.of(node, links, properties),
                                clusterId))
                        .toList();
                return new Running(lock, List.copyOf(links), brokers);
            } catch (RuntimeException e) {
                links.forEach(NodeLinks::close);
                lock.close();
                throw e;
            }
        }

        void start() {
            // All at once: none serves before most of them are there to vote.
            brokers.forEach(ClusterBroker::begin);
            brokers.forEach(ClusterBroker::awaitReady);
        }

        @Override
        public void close() {
            // All at once, too: the last of them would wait in vain for the others.
            brokers.forEach(ClusterBroker::askToStop);
            brokers.forEach(ClusterBroker::awaitStop);
            links.forEach(NodeLinks::close);
            lock.close();
        }

        private static String clusterId(Path directory) {
            Path file = directory.resolve(CLUSTER_ID_FILE);
            try {
                if (!Files.exists(file)) {
                    Files.writeString(file, ClusterId.random());
                }
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new EmbeddedKafkaException(
                        "The cluster's id can't be kept in %s (%s). Make it a file that this user may write."
                                .formatted(file, e),
                        e);
            }
        }
    }

    /** Describes a cluster. Not safe for use by several threads. */
    public static final class Builder {

        /** More would be more processes of 200 MiB and the same faults. */
        private static final int BROKERS_MAX = 9;

        private @Nullable Path dataDirectory;
        private int brokers = 3;
        private final Map<String, String> properties = new LinkedHashMap<>();

        private Builder() {}

        /** The directory for all data and logs of the brokers; made if it isn't there. Nobody else may use it meanwhile. */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = directory;
            return this;
        }

        /** How many brokers, 1 to 9; by default three, of which one may fail without anything being held up. */
        public Builder brokers(int brokers) {
            this.brokers = brokers;
            return this;
        }

        /**
         * A Kafka broker property for all brokers; it replaces this module's default. Listeners, ids, directories and the
         * quorum can't be replaced.
         */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * The cluster, not started yet.
         *
         * @throws IllegalArgumentException if a value can't be; the message names it
         * @throws NullPointerException if the data directory is missing
         */
        public EmbeddedKafkaCluster build() {
            if (brokers < 1 || brokers > BROKERS_MAX) {
                throw new IllegalArgumentException(
                        "brokers=%d can't be: choose 1 to %d.".formatted(brokers, BROKERS_MAX));
            }
            NodeSettings checked = new NodeSettings(requireNonNull(dataDirectory, "dataDirectory"), 0, properties);
            return new EmbeddedKafkaCluster(checked.dataDirectory(), brokers, checked.properties());
        }
    }
}
