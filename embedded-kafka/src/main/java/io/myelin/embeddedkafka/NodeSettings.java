package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param dataDirectory where the broker keeps its data, as an absolute path
 * @param port the clients' port on the loopback interface, 0 for any free one
 * @param properties Kafka broker properties that replace or add to those of {@link NodeProperties}
 */
record NodeSettings(Path dataDirectory, int port, Map<String, String> properties) {

    private static final int PORT_MAX = 65_535;

    /** What makes the node what it is: another value would make the data unreachable or the node a different one. */
    private static final Set<String> FIXED = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers");

    NodeSettings {
        dataDirectory =
                requireNonNull(dataDirectory, "dataDirectory").toAbsolutePath().normalize();
        properties = Map.copyOf(properties);
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "Port %d is not one: choose 1 to %d, or 0 for any free one.".formatted(port, PORT_MAX));
        }
        for (String name : properties.keySet()) {
            if (FIXED.contains(name)) {
                throw new IllegalArgumentException(("Property '%s' is set by the embedded broker itself and can't be"
                                + " replaced. Leave it out; dataDirectory and port are settings of their own.")
                        .formatted(name));
            }
        }
    }

    /** The same with a secured listener; what was asked for goes before it. Makes the broker's certificate if there is none. */
    NodeSettings secured(Security security) {
        Map<String, String> all = new HashMap<>(security.brokerProperties(dataDirectory));
        all.putAll(properties);
        return new NodeSettings(dataDirectory, port, all);
    }

    /** Where Kafka keeps its files: a directory of the node's own, so that there is room for other nodes beside it. */
    Path logDirectory() {
        return dataDirectory.resolve("node-" + NodeProperties.NODE_ID);
    }
}
