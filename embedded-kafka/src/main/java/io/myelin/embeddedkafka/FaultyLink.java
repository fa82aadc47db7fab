package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback interface whose connections can be made to fail, between a client and whatever it speaks to.
 *
 * <pre>{@code
 * try (FaultyLink link = FaultyLink.open()) {
 *     link.leadTo(serverPort);
 *     connectTo("127.0.0.1", link.port());
 *     link.cut(FaultyLink.Direction.TO_CLIENT); // answers are lost, requests arrive
 *     link.heal();
 * }
 * }</pre>
 *
 * <p>Faults add up until {@link #heal()}. The port stays this link's own until {@link #close()}, whatever the link leads to
 * and whether anything is there; without a target every connection is reset. Safe for use by several threads.
 */
public final class FaultyLink implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        /** From the one that connected to the link to the one that the link leads to: requests. */
        TO_SERVER,
        /** The other way: answers. */
        TO_CLIENT
    }

    /** As many connections may wait to be accepted as with a broker; Kafka's own default. */
    private static final int BACKLOG_MAX = 50;

    /** A frozen process accepts nothing once its backlog is full; clients give up sooner than this. */
    private static final int CONNECT_WAIT_MS = 10_000;

    private final ServerSocket listening;
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong droppedBytes = new AtomicLong();
    private final Faults faults = new Faults();
    private volatile @Nullable Integer targetPort;
    private volatile boolean refusing;

    private FaultyLink(ServerSocket listening) {
        this.listening = listening;
    }

    /**
     * Opens a link that leads nowhere yet, on any free port.
     *
     * @throws PortTakenException if the machine has no free port
     */
    public static FaultyLink open() {
        try {
            FaultyLink link = new FaultyLink(new ServerSocket(0, BACKLOG_MAX, InetAddress.getLoopbackAddress()));
            LinkConnection.daemon("accept-" + link.port(), link::acceptAll).start();
            return link;
        } catch (IOException e) {
            throw new PortTakenException(0, e);
        }
    }

    /** Returns the port on 127.0.0.1 to connect to; the same for the link's whole life. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Leads new connections to this port on 127.0.0.1; those that are there go on where they led to. */
    public void leadTo(int port) {
        targetPort = port;
    }

    /** Leads nowhere from now on, and resets all connections: what a client sees when the server's process has died. */
    public void leadNowhere() {
        targetPort = null;
        reset();
    }

    /**
     * Holds whatever passes for this long, in both directions. One chunk of at most 64 KiB waits after the other, so
     * the link gets narrow as well as slow.
     *
     * @param span not negative; zero ends the delay
     */
    public void delay(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("A delay can't be negative, was " + span + ".");
        }
        faults.delay(span);
    }

    /**
     * Lets everything vanish that goes one way, on the connections there are and on new ones. Nobody is told: who waits
     * for it waits in vain. Connections that lost bytes are reset by {@link #heal()}, as they can't go on.
     */
    public void cut(Direction direction) {
        faults.cut(requireNonNull(direction, "direction"));
    }

    /** Lets everything vanish in both directions: {@link #cut} both ways. */
    public void blackHole() {
        cut(Direction.TO_SERVER);
        cut(Direction.TO_CLIENT);
    }

    /** Resets every connection that there is, now; new ones are served. */
    public void reset() {
        connections.forEach(LinkConnection::reset);
    }

    /** Resets every connection, and new ones at once, until {@link #heal()}. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** Ends all faults. Connections that lost bytes meanwhile are reset; their clients connect anew. */
    public void heal() {
        refusing = false;
        faults.heal();
        connections.stream().filter(LinkConnection::hasLostBytes).forEach(LinkConnection::reset);
    }

    /** Returns how many bytes vanished in cuts since the link was opened. */
    public long droppedBytes() {
        return droppedBytes.get();
    }

    /** Returns how many connections there are now. */
    public int connectionCount() {
        return connections.size();
    }

    /** Frees the port and resets all connections. A second call does nothing. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // The port is free either way.
        }
        heal();
        leadNowhere();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                accept(listening.accept());
            } catch (IOException e) {
                // The link was closed, or one client gave up before it was let in.
            }
        }
    }

    private void accept(Socket client) {
        // Each connects in a thread of its own: a server that hangs must not hold up the others.
        LinkConnection.daemon("link-" + port(), () -> serve(client)).start();
    }

    private void serve(Socket client) {
        LinkConnection connection = new LinkConnection(client, faults, droppedBytes);
        connections.add(connection);
        try {
            Integer target = targetPort;
            if (refusing || target == null) {
                return;
            }
            connection.run(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_WAIT_MS);
        } catch (IOException e) {
            // One of both ends is gone; so the other learns it, below.
        } finally {
            connection.reset();
            connections.remove(connection);
        }
    }

    /** What is wrong at present. Threads that hold bytes back wait here, so that healing lets them go at once. */
    static final class Faults {

        private long delayNs;
        private final Set<Direction> cut = ConcurrentHashMap.newKeySet();

        synchronized void delay(Duration span) {
            delayNs = span.toNanos();
            notifyAll();
        }

        void cut(Direction direction) {
            cut.add(direction);
        }

        boolean isCut(Direction direction) {
            return cut.contains(direction);
        }

        synchronized void heal() {
            cut.clear();
            delay(Duration.ZERO);
        }

        /** Returns when a chunk that came now may pass. */
        synchronized void hold() throws InterruptedException {
            long startNs = System.nanoTime();
            for (long leftNs = delayNs; leftNs > 0; leftNs = delayNs - (System.nanoTime() - startNs)) {
                wait(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
            }
        }
    }
}
