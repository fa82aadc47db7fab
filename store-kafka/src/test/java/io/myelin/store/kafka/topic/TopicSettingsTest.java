package io.myelin.store.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", ".", "..", "ä"})
    void a_name_that_kafka_does_not_take_is_named(String name) {
        assertThatThrownBy(() -> TopicSettings.log(name).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void a_name_leaves_room_for_that_of_the_snapshots() {
        assertThat(TopicSettings.log("x".repeat(239)).build().snapshots()).hasSize(249);
        assertThatThrownBy(() -> TopicSettings.log("x".repeat(240)).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_that_can_not_be_are_named() {
        assertThatThrownBy(() -> TopicSettings.log("a").replicas(0).build()).hasMessageContaining("replicas=0");
        assertThatThrownBy(() -> TopicSettings.log("a").maxMessageBytes(0).build())
                .hasMessageContaining("maxMessageBytes=0");
        assertThatThrownBy(() -> TopicSettings.log("a").patience(Duration.ZERO).build())
                .hasMessageContaining("patience=PT0S");
    }

    @Test
    void client_properties_without_brokers_are_refused() {
        assertThatThrownBy(() ->
                        TopicSetup.prepare(Map.of(), TopicSettings.log("a").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security.protocol | PLAINTEXT | User:ANONYMOUS",
                "security.protocol | SSL | User:ANONYMOUS",
                "ssl.keystore.location | /keys | User:ANONYMOUS",
                "security.protocol | SASL_SSL | User:<the name this client logs in with>"
            })
    void who_the_client_is_follows_from_its_properties(String name, String value, String principal) {
        assertThat(ClientIdentity.of(Map.of("bootstrap.servers", "kafka:9092", name, value))
                        .principal())
                .isEqualTo(principal);
    }

    @Test
    void a_client_with_a_certificate_is_its_subject() {
        Map<String, String> properties = Map.of(
                "bootstrap.servers", "kafka:9092",
                "security.protocol", "SSL",
                "ssl.keystore.location", "/keys");

        assertThat(ClientIdentity.of(properties).principal())
                .isEqualTo("User:<the subject of the client's certificate>");
    }
}
