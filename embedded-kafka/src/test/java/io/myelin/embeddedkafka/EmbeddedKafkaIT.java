package io.myelin.embeddedkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedKafkaIT {

    @TempDir
    private Path directory;

    @Test
    void a_restart_goes_on_with_the_same_cluster_and_records() throws Exception {
        String clusterId;
        try (EmbeddedKafka first = broker(directory).start()) {
            clusterId = first.clusterId();
            Records.createTopic(first.bootstrapServers(), "events");
            Records.append(first.bootstrapServers(), "events", "a", "b");
        }

        try (EmbeddedKafka second = broker(directory).start()) {
            assertThat(second.clusterId()).isEqualTo(clusterId);
            assertThat(Records.read(second.bootstrapServers(), "events")).containsExactly("a", "b");
        }
    }

    @Test
    void two_brokers_on_directories_of_their_own_know_nothing_of_each_other() throws Exception {
        try (EmbeddedKafka one = broker(directory.resolve("one")).start();
                EmbeddedKafka two = broker(directory.resolve("two")).start()) {
            Records.createTopic(one.bootstrapServers(), "events");
            Records.createTopic(two.bootstrapServers(), "events");

            Records.append(one.bootstrapServers(), "events", "of one");
            Records.append(two.bootstrapServers(), "events", "of two");

            assertThat(one.clusterId()).isNotEqualTo(two.clusterId());
            assertThat(Records.read(one.bootstrapServers(), "events")).containsExactly("of one");
            assertThat(Records.read(two.bootstrapServers(), "events")).containsExactly("of two");
        }
    }

    @Test
    void a_taken_port_is_named_before_anything_is_done() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            EmbeddedKafka kafka = EmbeddedKafka.builder()
                    .dataDirectory(directory.resolve("new"))
                    .port(port)
                    .build();

            assertThatThrownBy(kafka::start)
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("Port " + port + " on 127.0.0.1")
                    .hasMessageContaining("choose another port");
            assertThat(directory.resolve("new")).doesNotExist();
        }
    }

    @Test
    void a_fixed_port_is_served_and_free_again_after_close() throws Exception {
        int port;
        try (EmbeddedKafka any = broker(directory).start()) {
            port = Integer.parseInt(any.bootstrapServers().substring("127.0.0.1:".length()));
        }

        try (EmbeddedKafka fixed = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .port(port)
                .build()
                .start()) {
            assertThat(fixed.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            Records.createTopic(fixed.bootstrapServers(), "events");
        }
    }

    @Test
    void a_directory_in_use_in_this_process_is_refused_and_the_first_broker_goes_on() throws Exception {
        try (EmbeddedKafka first = broker(directory).start()) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> broker(directory).start())
                        .isInstanceOf(DataDirectoryInUseException.class)
                        .hasMessageContaining(directory.toRealPath().toString())
                        .hasMessageContaining("another broker of this process");
            }

            Records.createTopic(first.bootstrapServers(), "events");
        }
    }

    @Test
    void a_property_that_kafka_refuses_is_named_and_everything_is_let_go() throws Exception {
        EmbeddedKafka wrong = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .property("num.io.threads", "none")
                .build();

        assertThatThrownBy(wrong::start)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("num.io.threads");
        try (EmbeddedKafka right = broker(directory).start()) {
            Records.createTopic(right.bootstrapServers(), "events");
        }
    }

    @Test
    void a_start_that_fails_half_way_is_an_exception_and_lets_everything_go() throws Exception {
        EmbeddedKafka wrong = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .property("authorizer.class.name", "no.such.Authorizer")
                .build();

        assertThatThrownBy(wrong::start)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("no.such.Authorizer");
        try (EmbeddedKafka right = broker(directory).start()) {
            Records.createTopic(right.bootstrapServers(), "events");
        }
    }

    @Test
    void a_broker_loaded_apart_from_the_clients_of_the_application_serves_them() throws Exception {
        System.setProperty(NodeLoader.CLIENTS_JAR, jarOf(Admin.class));
        try (EmbeddedKafka apart = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS")
                .build()
                .start()) {
            Records.createTopic(apart.bootstrapServers(), "events");
            Records.append(apart.bootstrapServers(), "events", "a");

            assertThat(Records.read(apart.bootstrapServers(), "events")).containsExactly("a");
        } finally {
            System.clearProperty(NodeLoader.CLIENTS_JAR);
        }
    }

    @Test
    void a_damaged_directory_is_an_exception_and_not_the_end_of_the_process() throws Exception {
        broker(directory).start().close();
        Files.writeString(directory.resolve("node-1").resolve("meta.properties"), "version=1\nnode.id=7\n");

        assertThatThrownBy(() -> broker(directory).start())
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void the_shared_broker_is_one_and_serves() throws Exception {
        String servers = SharedEmbeddedKafka.bootstrapServers();
        Records.createTopic(servers, "shared");
        Records.append(servers, "shared", "x");

        assertThat(SharedEmbeddedKafka.bootstrapServers()).isEqualTo(servers);
        assertThat(Records.read(servers, "shared")).containsExactly("x");
    }

    private static String jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static EmbeddedKafka broker(Path directory) {
        return EmbeddedKafka.builder().dataDirectory(directory).build();
    }
}
