package io.myelin.embeddedkafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;

/**
 * The two listening sockets of a node, bound before anything else happens: a taken port is found at once, and nobody
 * can take a free one between choosing and using it.
 */
record LoopbackSockets(ServerSocketChannel client, ServerSocketChannel controller) implements AutoCloseable {

    /** Kafka's own default for {@code socket.listen.backlog.size}. */
    private static final int BACKLOG_MAX = 50;

    /** Binds both; the controller's port is always any free one. */
    static LoopbackSockets bind(int clientPort) {
        ServerSocketChannel client = bound(clientPort);
        try {
            return new LoopbackSockets(client, bound(0));
        } catch (RuntimeException e) {
            closeQuietly(client);
            throw e;
        }
    }

    int clientPort() {
        return client.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    Map<String, ServerSocketChannel> byListener() {
        return Map.of(NodeProperties.CLIENT_LISTENER, client, NodeProperties.CONTROLLER_LISTENER, controller);
    }

    @Override
    public void close() {
        closeQuietly(client);
        closeQuietly(controller);
    }

    static ServerSocketChannel bound(int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG_MAX);
                return channel;
            } catch (IOException e) {
                closeQuietly(channel);
                throw e;
            }
        } catch (IOException e) {
            throw new PortTakenException(port, e);
        }
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and no data was ever written through it.
        }
    }
}
