package io.myelin.embeddedkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NodeSettingsTest {

    private static final Path DIRECTORY = Path.of("data");

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void a_number_that_is_no_port_is_named(int port) {
        assertThatThrownBy(() -> new NodeSettings(DIRECTORY, port, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Port " + port);
    }

    @Test
    void a_property_that_makes_the_node_what_it_is_is_refused_by_name() {
        assertThatThrownBy(() -> new NodeSettings(DIRECTORY, 0, Map.of("log.dirs", "/elsewhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'log.dirs'");
    }

    @Test
    void own_properties_go_before_the_defaults() {
        NodeSettings settings = new NodeSettings(DIRECTORY, 0, Map.of("num.io.threads", "1", "message.max.bytes", "9"));

        assertThat(NodeProperties.of(settings, 1, 2))
                .containsEntry("num.io.threads", "1")
                .containsEntry("message.max.bytes", "9")
                .containsEntry("log.retention.ms", "-1")
                .containsEntry("listeners", "CLIENT://127.0.0.1:1,CONTROLLER://127.0.0.1:2");
    }
}
