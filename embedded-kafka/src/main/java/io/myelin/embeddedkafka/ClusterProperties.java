package io.myelin.embeddedkafka;

import static io.myelin.embeddedkafka.NodeProperties.CLIENT_LISTENER;
import static io.myelin.embeddedkafka.NodeProperties.CONTROLLER_LISTENER;
import static io.myelin.embeddedkafka.NodeProperties.HOST;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Makes Kafka's properties for one node of a cluster. Everybody, the other nodes too, finds a node through its links, whose
 * ports stay; the node's own ports are any free ones, new at every start, and known to its links alone.
 */
final class ClusterProperties {

    /** Where brokers speak to each other. */
    static final String PEER_LISTENER = "PEER";

    static final List<String> LISTENERS = List.of(CLIENT_LISTENER, PEER_LISTENER, CONTROLLER_LISTENER);

    private ClusterProperties() {}

    /** The properties of a node, the user's own ones last; {@link #listenOn} adds what its process finds out. */
    static Properties of(NodeLinks node, List<NodeLinks> all, Map<String, String> own) {
        Properties p = new Properties();
        p.setProperty("node.id", Integer.toString(node.id()));
        p.setProperty("process.roles", "broker,controller");
        p.setProperty(
                "advertised.listeners",
                LISTENERS.stream()
                        .map(name -> endpoint(name, node.link(name).port()))
                        .collect(Collectors.joining(",")));
        p.setProperty("inter.broker.listener.name", PEER_LISTENER);
        p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        p.setProperty(
                "controller.quorum.voters",
                all.stream().map(ClusterProperties::voter).collect(Collectors.joining(",")));
        p.setProperty(
                "listener.security.protocol.map",
                LISTENERS.stream().map(name -> name + ":PLAINTEXT").collect(Collectors.joining(",")));
        NodeProperties.keepEverything(p);
        NodeProperties.startAndRecoverFast(p);
        NodeProperties.staySmall(p);
        replicate(p, all.size());
        p.putAll(own);
        return p;
    }

    /** Adds where the node's process listens, and where it keeps its files. */
    static void listenOn(Properties p, Map<String, Integer> ports, String logDirectory) {
        p.setProperty(
                "listeners",
                LISTENERS.stream()
                        .map(name -> endpoint(name, ports.getOrDefault(name, 0)))
                        .collect(Collectors.joining(",")));
        p.setProperty("log.dirs", logDirectory);
    }

    private static void replicate(Properties p, int nodes) {
        int replicas = Math.min(nodes, 3);
        int inSyncMin = Math.max(1, replicas - 1);
        NodeProperties.copies(p, replicas, inSyncMin);
        p.setProperty("default.replication.factor", Integer.toString(replicas));
        p.setProperty("min.insync.replicas", Integer.toString(inSyncMin));
        p.setProperty("unclean.leader.election.enable", "false");
        // A follower that lags holds up every acknowledgement until it is out of sync: 30 s by default.
        p.setProperty("replica.lag.time.max.ms", "5000");
        // Clients and followers learn of a new leader by errors; back-offs of a second or more are made for larger
        // clusters.
        p.setProperty("replica.fetch.backoff.ms", "200");
        p.setProperty("replica.socket.timeout.ms", "3000");
        p.setProperty("controller.socket.timeout.ms", "3000");
        p.setProperty("controller.quorum.request.timeout.ms", "1000");
    }

    private static String voter(NodeLinks node) {
        return node.id() + "@" + HOST + ":" + node.link(CONTROLLER_LISTENER).port();
    }

    private static String endpoint(String listener, int port) {
        return listener + "://" + HOST + ":" + port;
    }
}
