package io.myelin.embeddedkafka;

import io.myelin.embeddedkafka.internal.BrokerNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The life of a cluster node's process. Its parent gets {@link #PORTS} and {@link #READY} on the standard output, and
 * sends {@link #STOP}; when the parent is gone, the standard input ends, and so does the process.
 */
final class NodeMain {

    /** Followed by listener=port, separated by spaces: bound, and from now on to be led to. */
    static final String PORTS = "ports ";

    /** Clients are served. */
    static final String READY = "ready";

    /** Asks for a clean stop. */
    static final String STOP = "stop";

    private NodeMain() {}

    /** Runs one node; the arguments are its directory, the file with its properties, and the cluster's id. */
    public static void main(String[] args) throws Exception {
        PrintStream parent = System.out;
        // What anything logs to the standard output belongs into the log file, as the standard error does.
        System.setOut(System.err);
        Map<String, ServerSocketChannel> sockets = bind();
        Map<String, Integer> ports = ports(sockets);
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            properties.load(in);
        }
        ClusterProperties.listenOn(properties, ports, Path.of(args[0], "data").toString());
        DirectoryLock lock = DirectoryLock.take(Path.of(args[0]));
        parent.println(PORTS
                + ports.entrySet().stream()
                        .map(port -> port.getKey() + "=" + port.getValue())
                        .collect(Collectors.joining(" ")));
        BrokerNode node = NodeLoader.node(properties, sockets, args[2]);
        endWithParent(node);
        node.start();
        parent.println(READY);
        // The lock is held to the end of the process.
        synchronized (lock) {
            lock.wait();
        }
    }

    private static void endWithParent(BrokerNode node) {
        Thread thread = new Thread(() -> awaitEnd(node), "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd(BrokerNode node) {
        try (BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            if (STOP.equals(parent.readLine())) {
                node.stop();
            }
        } catch (IOException e) {
            // The parent is gone.
        } finally {
            // What was acknowledged is the operating system's already; nothing is left to be tidied.
            Runtime.getRuntime().halt(0);
        }
    }

    private static Map<String, ServerSocketChannel> bind() {
        Map<String, ServerSocketChannel> sockets = new HashMap<>();
        for (String listener : ClusterProperties.LISTENERS) {
            sockets.put(listener, LoopbackSockets.bound(0));
        }
        return sockets;
    }

    private static Map<String, Integer> ports(Map<String, ServerSocketChannel> sockets) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        sockets.forEach(
                (listener, socket) -> ports.put(listener, socket.socket().getLocalPort()));
        return ports;
    }
}
