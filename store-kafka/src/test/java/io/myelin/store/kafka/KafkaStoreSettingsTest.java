package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KafkaStoreSettingsTest {

    private static KafkaStoreSettings.Builder complete() {
        return KafkaStoreSettings.log("orders").bootstrapServers("broker:9092").indexDirectory(Path.of("index"));
    }

    @Test
    void three_values_are_enough() {
        KafkaStoreSettings settings = complete().build();

        assertThat(settings.topics().log()).isEqualTo("orders");
        assertThat(settings.writing().commitDeadline()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> KafkaStoreSettings.log("orders")
                        .indexDirectory(Path.of("index"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bootstrapServers is missing");
        assertThatThrownBy(() ->
                        KafkaStoreSettings.log("orders").bootstrapServers("b:1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("indexDirectory is missing");
    }

    @Test
    void a_blank_address_is_refused() {
        assertThatThrownBy(() -> complete().bootstrapServers(" ").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrapServers");
    }

    @Test
    void a_group_must_fit_into_the_topic() {
        assertThatThrownBy(() -> complete().maxMessageBytes(500_000).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("groupBytesMax=1000000")
                .hasMessageContaining("maxMessageBytes=500000");
        assertThat(complete().maxMessageBytes(500_000).groupBytesMax(400_000).build())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "enable.idempotence",
                "max.in.flight.requests.per.connection",
                "retries",
                "linger.ms",
                "batch.size",
                "transactional.id",
                "isolation.level",
                "bootstrap.servers"
            })
    void client_properties_on_which_the_protocol_rests_are_refused(String property) {
        assertThatThrownBy(() -> complete().clientProperty(property, "1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + property + "'");
    }

    @Test
    void other_client_properties_go_through_and_their_values_are_never_shown() {
        KafkaStoreSettings settings = complete()
                .clientProperties(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "password=hunter2"))
                .build();

        assertThat(settings.clients().properties()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(settings.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }
}
