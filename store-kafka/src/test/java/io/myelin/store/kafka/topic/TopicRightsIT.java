package io.myelin.store.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.store.kafka.StoreSetupException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicRightsIT {

    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    private final String log = "log-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS;User:admin")
                .property("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .property("sasl.enabled.mechanisms", "PLAIN")
                .property("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .property(
                        "listener.name.client.plain.sasl.jaas.config",
                        LOGIN + " username=\"admin\" password=\"a\" user_admin=\"a\" user_shop=\"s\";")
                .build()
                .start();
        admin = Admin.create(new HashMap<>(client("admin", "a")));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void a_client_without_any_right_is_told_which_to_ask_for() {
        StoreSetupException refused = prepareRefused();

        assertThat(refused.findings()).hasSize(2);
        assertThat(refused)
                .hasMessageContaining("User:shop may not Read, Write, Describe, DescribeConfigs topic '" + log + "'")
                .hasMessageContaining("kafka-acls.sh --bootstrap-server " + kafka.bootstrapServers()
                        + " --command-config client.properties --add --allow-principal 'User:shop' --operation Read"
                        + " --operation Write --operation Describe --operation DescribeConfigs --topic " + log);
    }

    @Test
    void a_client_that_may_not_create_the_topic_is_told_so() throws Exception {
        grant(log, AclOperation.DESCRIBE);
        grant(log + "-snapshots", AclOperation.DESCRIBE);

        assertThat(prepareRefused())
                .hasMessageContaining("User:shop may not Create topic '" + log + "'")
                .hasMessageContaining("--operation Create --topic " + log);
    }

    @Test
    void settings_that_may_not_be_read_are_not_taken_on_trust() throws Exception {
        TopicSetup.prepare(client("admin", "a"), settings());
        grant(log, AclOperation.READ, AclOperation.WRITE);
        grant(log + "-snapshots", AclOperation.ALL);

        StoreSetupException refused = prepareRefused();

        assertThat(refused.findings()).hasSize(1);
        assertThat(refused).hasMessageContaining("User:shop may not DescribeConfigs topic '" + log + "'");
    }

    @Test
    void a_right_to_write_is_asked_for_before_the_first_event() throws Exception {
        TopicSetup.prepare(client("admin", "a"), settings());
        grant(log, AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
        grant(log + "-snapshots", AclOperation.ALL);

        assertThat(prepareRefused()).hasMessageContaining("User:shop may not Write topic '" + log + "'");
    }

    @Test
    void the_rights_that_the_messages_name_suffice() throws Exception {
        for (String topic : List.of(log, log + "-snapshots")) {
            grant(
                    topic,
                    AclOperation.CREATE,
                    AclOperation.READ,
                    AclOperation.WRITE,
                    AclOperation.DESCRIBE,
                    AclOperation.DESCRIBE_CONFIGS);
        }

        StoreTopics topics = TopicSetup.prepare(client("shop", "s"), settings());

        assertThat(topics.log().name()).isEqualTo(log);
    }

    @Test
    void a_login_that_the_broker_refuses_is_named_without_its_password() {
        StoreSetupException refused = catchThrowableOfType(
                StoreSetupException.class, () -> TopicSetup.prepare(client("shop", "wrong-one"), settings()));

        assertThat(refused)
                .hasMessageContaining(kafka.bootstrapServers())
                .hasMessageContaining("does not let User:shop in")
                .hasMessageNotContaining("wrong-one");
    }

    private StoreSetupException prepareRefused() {
        return catchThrowableOfType(
                StoreSetupException.class, () -> TopicSetup.prepare(client("shop", "s"), settings()));
    }

    private TopicSettings settings() {
        return TopicSettings.log(log).build();
    }

    private static Map<String, String> client(String user, String password) {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + " username=\"%s\" password=\"%s\";".formatted(user, password));
    }

    private static void grant(String topic, AclOperation... operations) throws Exception {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        List<AclBinding> bindings = Arrays.stream(operations)
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry("User:shop", "*", operation, AclPermissionType.ALLOW)))
                .toList();
        admin.createAcls(bindings).all().get();
    }
}
