package io.myelin.embeddedkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SecuredBrokerIT {

    private static final Login ADMIN = new Login("admin", "of-the-admin");
    private static final Login SHOP = new Login("shop", "of-the-shop");

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(directory)
                .secured(ADMIN, SHOP)
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void the_admin_may_create_topics_and_a_user_without_acls_may_not() throws Exception {
        try (Admin admin = client(ADMIN);
                Admin shop = client(SHOP)) {
            admin.createTopics(List.of(new NewTopic("events", 1, (short) 1)))
                    .all()
                    .get();

            assertThat(admin.listTopics().names().get()).contains("events");
            assertThatThrownBy(() -> shop.createTopics(List.of(new NewTopic("more", 1, (short) 1)))
                            .all()
                            .get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        try (Admin stranger = client(new Login("shop", "of-the-admin"))) {
            assertThatThrownBy(() -> stranger.listTopics().names().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void a_login_keeps_its_password_to_itself() {
        assertThat(SHOP).asString().isEqualTo("Login[shop]");
        assertThatThrownBy(() -> new Login("shop", "with \"quotes\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'shop'")
                .hasMessageNotContaining("quotes");
    }

    private static Admin client(Login login) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties(login));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return Admin.create(properties);
    }
}
