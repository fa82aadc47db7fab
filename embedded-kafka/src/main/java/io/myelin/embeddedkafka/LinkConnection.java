package io.myelin.embeddedkafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through a {@link FaultyLink}: two sockets, and a thread for each direction. */
final class LinkConnection {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Socket client;
    private final Socket server = new Socket();
    private final FaultyLink.Faults faults;
    private final AtomicLong droppedBytes;
    private volatile boolean lostBytes;

    LinkConnection(Socket client, FaultyLink.Faults faults, AtomicLong droppedBytes) {
        this.client = client;
        this.faults = faults;
        this.droppedBytes = droppedBytes;
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Connects and carries bytes both ways until one end is gone. */
    void run(InetSocketAddress target, int connectWaitMs) throws IOException {
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        server.connect(target, connectWaitMs);
        daemon("link-answers", () -> carryOrReset(server, client, FaultyLink.Direction.TO_CLIENT))
                .start();
        carry(client, server, FaultyLink.Direction.TO_SERVER);
    }

    boolean hasLostBytes() {
        return lostBytes;
    }

    /** Ends both sides at once, and tells both by a reset. */
    void reset() {
        reset(client);
        reset(server);
    }

    private void carryOrReset(Socket from, Socket to, FaultyLink.Direction direction) {
        try {
            carry(from, to, direction);
        } catch (IOException e) {
            // One end is gone; the other learns it by the reset.
        } finally {
            reset();
        }
    }

    private void carry(Socket from, Socket to, FaultyLink.Direction direction) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        boolean lost = false;
        for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
            hold();
            if (faults.isCut(direction)) {
                lost = true;
                lostBytes = true;
                droppedBytes.addAndGet(bytes);
            } else if (lost) {
                throw new IOException("Bytes are gone, so what follows them must not arrive.");
            } else {
                out.write(chunk, 0, bytes);
            }
        }
    }

    private void hold() throws IOException {
        try {
            faults.hold();
        } catch (InterruptedException e) {
            throw new IOException("The link's thread was interrupted.", e);
        }
    }

    private static void reset(Socket socket) {
        try {
            // With nothing to linger for, closing sends RST instead of FIN.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed or was never connected.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is gone either way.
        }
    }
}
