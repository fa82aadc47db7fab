package io.myelin.embeddedkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that answers each byte with the next one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(30)
class FaultyLinkTest {

    private static final int ANSWER_WAIT_MS = 150;

    private final CopyOnWriteArrayList<Integer> received = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private FaultyLink link;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        LinkConnection.daemon("server", this::serve).start();
        link = FaultyLink.open();
        link.leadTo(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void without_faults_everything_passes() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(2);
            assertThat(ask(client, 7)).isEqualTo(8);
        }
    }

    @Test
    void a_delay_holds_both_ways_and_ends_with_healing() throws IOException {
        try (Socket client = connect()) {
            link.delay(Duration.ofMillis(60));
            long startNs = System.nanoTime();
            assertThat(ask(client, 1)).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThan(Duration.ofMillis(115));

            link.delay(Duration.ofHours(1));
            client.getOutputStream().write(5);
            link.heal();

            assertThat(client.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void a_cut_to_the_server_loses_requests() throws IOException {
        try (Socket client = connect()) {
            link.cut(FaultyLink.Direction.TO_SERVER);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketTimeoutException.class);
            assertThat(received).isEmpty();
            assertThat(link.droppedBytes()).isEqualTo(1);
        }
    }

    @Test
    void a_cut_to_the_client_loses_answers_while_requests_arrive() throws IOException {
        try (Socket client = connect()) {
            link.cut(FaultyLink.Direction.TO_CLIENT);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> ask(client, 2)).isInstanceOf(SocketTimeoutException.class);
            assertThat(received).containsExactly(1, 2);
        }
    }

    @Test
    void healing_resets_what_lost_bytes_and_spares_the_rest() throws IOException {
        try (Socket lossy = connect();
                Socket idle = connect()) {
            await().until(() -> link.connectionCount() == 2);
            link.blackHole();
            assertThatThrownBy(() -> ask(lossy, 1)).isInstanceOf(SocketTimeoutException.class);

            link.heal();

            assertThatThrownBy(() -> ask(lossy, 2)).isInstanceOf(SocketException.class);
            assertThat(ask(idle, 3)).isEqualTo(4);
        }
    }

    @Test
    void a_reset_ends_connections_and_serves_new_ones() throws IOException {
        try (Socket before = connect()) {
            assertThat(ask(before, 1)).isEqualTo(2);

            link.reset();

            assertThatThrownBy(() -> ask(before, 2)).isInstanceOf(SocketException.class);
        }
        try (Socket after = connect()) {
            assertThat(ask(after, 3)).isEqualTo(4);
        }
    }

    @Test
    void a_link_that_refuses_resets_new_connections_too() throws IOException {
        link.refuse();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> answer(client, 1)).isInstanceOf(SocketException.class);
        }

        link.heal();

        try (Socket client = connect()) {
            assertThat(ask(client, 3)).isEqualTo(4);
        }
    }

    @Test
    void a_link_that_leads_nowhere_resets_and_keeps_its_port_for_the_next_server() throws IOException {
        int port = link.port();
        link.leadNowhere();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> answer(client, 1)).isInstanceOf(SocketException.class);
        }

        link.leadTo(server.getLocalPort());

        assertThat(link.port()).isEqualTo(port);
        try (Socket client = connect()) {
            assertThat(ask(client, 3)).isEqualTo(4);
        }
    }

    @Test
    void a_negative_delay_is_refused() {
        assertThatThrownBy(() -> link.delay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(ANSWER_WAIT_MS);
        return socket;
    }

    private static int ask(Socket client, int question) throws IOException {
        client.getOutputStream().write(question);
        return client.getInputStream().read();
    }

    /** As {@link #ask}, where the connection may end at any point. */
    private static int answer(Socket client, int question) throws IOException {
        client.setSoTimeout(10_000);
        int answer = ask(client, question);
        if (answer < 0) {
            throw new SocketException("The connection has ended.");
        }
        return answer;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                LinkConnection.daemon("answer", () -> answerAll(client)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answerAll(Socket client) {
        try (client) {
            for (int question = client.getInputStream().read();
                    question >= 0;
                    question = client.getInputStream().read()) {
                received.add(question);
                client.getOutputStream().write(question + 1);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }
}
