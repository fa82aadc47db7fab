package io.myelin.embeddedkafka;

import java.util.List;
import java.util.Properties;

/**
 * Makes Kafka's properties for a node that is broker and controller at once, serves one application on this machine,
 * starts fast, takes little memory and loses nothing by age or size.
 */
final class NodeProperties {

    static final int NODE_ID = 1;
    static final String CLIENT_LISTENER = "CLIENT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    static final String HOST = "127.0.0.1";

    private static final List<String> INTERNAL_TOPICS =
            List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic");

    private NodeProperties() {}

    /** The properties of a node, the user's own ones last. */
    static Properties of(NodeSettings settings, int clientPort, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, settings.logDirectory().toString(), clientPort, controllerPort);
        keepEverything(properties);
        startAndRecoverFast(properties);
        staySmall(properties);
        copies(properties, 1, 1);
        // No other node measures its lag by them, and each is a forced write, two a second.
        properties.setProperty("metadata.max.idle.interval.ms", "0");
        properties.putAll(settings.properties());
        return properties;
    }

    private static void identity(Properties p, String logDirectory, int clientPort, int controllerPort) {
        String client = CLIENT_LISTENER + "://" + HOST + ":" + clientPort;
        p.setProperty("node.id", Integer.toString(NODE_ID));
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("log.dirs", logDirectory);
        p.setProperty("listeners", client + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
        p.setProperty("advertised.listeners", client);
        p.setProperty("inter.broker.listener.name", CLIENT_LISTENER);
        p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        p.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        p.setProperty(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    }

    static void keepEverything(Properties p) {
        p.setProperty("log.retention.ms", "-1");
        p.setProperty("log.retention.bytes", "-1");
        // Kafka forgets a group's offsets after a week without members: a demo may rest for longer.
        p.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        // A misspelt name must be an error, not a second, empty log.
        p.setProperty("auto.create.topics.enable", "false");
    }

    static void startAndRecoverFast(Properties p) {
        // After a crash the controller waits for the dead broker's session: 9 s by default.
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        // A crash has the newest segment of each partition read again: a quarter of the default bounds that.
        p.setProperty("log.segment.bytes", Integer.toString(256 * 1024 * 1024));
        // There is no second node to wait for.
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("controlled.shutdown.max.retries", "1");
    }

    /** How many copies Kafka's own topics have, and how many must be in sync. */
    static void copies(Properties p, int replicas, int inSyncMin) {
        for (String topic : INTERNAL_TOPICS) {
            p.setProperty(topic + ".replication.factor", Integer.toString(replicas));
        }
        p.setProperty("transaction.state.log.min.isr", Integer.toString(inSyncMin));
        p.setProperty("share.coordinator.state.topic.min.isr", Integer.toString(inSyncMin));
    }

    static void staySmall(Properties p) {
        for (String topic : INTERNAL_TOPICS) {
            p.setProperty(topic + ".num.partitions", "1");
        }
        // The cleaner's default is 128 MiB of heap; 2 MiB maps 80,000 keys a round.
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        // Threads for one application: Kafka's defaults are made for a machine of its own.
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("share.coordinator.threads", "1");
        // Kafka's client metrics in JMX: names of two brokers in one JVM would collide.
        p.setProperty("metric.reporters", "");
    }
}
