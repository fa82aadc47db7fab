package io.myelin.embeddedkafka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One broker of an {@link EmbeddedKafkaCluster}: a process of its own, which can be killed, frozen and started again, behind
 * links that can be made to fail. It keeps its address and its data through all of it. Safe for use by several threads.
 */
public final class ClusterBroker {

    /** A broker alone starts within four seconds; three on two busy cores take three times as long. */
    private static final Duration START_MAX = Duration.ofSeconds(90);

    private final Path directory;
    private final NodeLinks links;
    private final Properties properties;
    private final String clusterId;
    private @Nullable NodeProcess process;
    private boolean frozen;

    ClusterBroker(Path directory, NodeLinks links, Properties properties, String clusterId) {
        this.directory = directory;
        this.links = links;
        this.properties = properties;
        this.clusterId = clusterId;
    }

    /** Returns Kafka's id of the broker, from 1. */
    public int id() {
        return links.id();
    }

    /** Returns where clients find this broker, {@code 127.0.0.1:port}: its {@link #clientLink()}. */
    public String address() {
        return NodeProperties.HOST + ":" + clientLink().port();
    }

    /** Returns the link between clients and this broker. */
    public FaultyLink clientLink() {
        return links.link(NodeProperties.CLIENT_LISTENER);
    }

    /** Returns the link by which the other brokers reach this one, to copy its records. */
    public FaultyLink peerLink() {
        return links.link(ClusterProperties.PEER_LISTENER);
    }

    /** Returns the link by which all brokers reach this one in its role as a controller. */
    public FaultyLink controllerLink() {
        return links.link(NodeProperties.CONTROLLER_LISTENER);
    }

    /** Returns whether its process is there, frozen or not. */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Returns whether it was frozen and not thawed since. */
    public synchronized boolean isFrozen() {
        return frozen && isRunning();
    }

    /**
     * Returns the process's id.
     *
     * @throws IllegalStateException if it does not run
     */
    public synchronized long pid() {
        return running().pid();
    }

    /**
     * Starts it and returns when it serves clients. Nothing happens if it runs.
     *
     * @throws EmbeddedKafkaException if it can't start, or did not within a minute and a half, as when most others are down
     */
    public void start() {
        begin();
        awaitReady();
    }

    /** Ends the process as {@code kill -9} does and returns when it is gone. Nothing happens if it does not run. */
    public synchronized void kill() {
        NodeProcess current = process;
        if (current != null) {
            // First, so that no connection lingers on a process that is gone.
            links.leadNowhere();
            current.kill();
            process = null;
            frozen = false;
        }
    }

    /**
     * Freezes the process (SIGSTOP): its connections stay and nobody answers. Needs a POSIX system.
     *
     * @throws IllegalStateException if it does not run
     */
    public synchronized void freeze() {
        running().signal("STOP");
        frozen = true;
    }

    /** Lets a frozen process go on (SIGCONT), as if no time had passed. Nothing happens if it is not frozen. */
    public synchronized void thaw() {
        if (isFrozen()) {
            running().signal("CONT");
        }
        frozen = false;
    }

    /** Stops it cleanly: it hands its partitions over first. Nothing happens if it does not run. */
    public synchronized void stop() {
        askToStop();
        awaitStop();
    }

    /** Starts the process and returns when it has its ports, long before it serves clients. */
    synchronized void begin() {
        if (isRunning()) {
            return;
        }
        NodeProcess started = NodeProcess.start(directory, writeProperties(), clusterId);
        process = started;
        frozen = false;
        links.leadTo(started.awaitPorts(START_MAX));
    }

    void awaitReady() {
        NodeProcess started;
        synchronized (this) {
            started = running();
        }
        started.awaitReady(START_MAX);
    }

    synchronized void askToStop() {
        thaw();
        if (process != null) {
            process.stop();
        }
    }

    synchronized void awaitStop() {
        NodeProcess current = process;
        if (current != null) {
            current.awaitStop();
            process = null;
            links.leadNowhere();
        }
    }

    private NodeProcess running() {
        NodeProcess current = process;
        if (current == null) {
            throw new IllegalStateException("Broker " + id() + " does not run; start it first.");
        }
        return current;
    }

    private Path writeProperties() {
        try {
            Path file = Files.createDirectories(directory).resolve("node.properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            return file;
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "Directory %s can't be used (%s). Make it a directory that this user may write to."
                            .formatted(directory, e),
                    e);
        }
    }
}
