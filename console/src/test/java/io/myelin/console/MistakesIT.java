package io.myelin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MistakesIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log describe",
                "log describe --log x",
                "log describe --log x --bootstrap-servers a:1 --nonsense",
                "log show --log x --bootstrap-servers a:1",
                "log show --log x --bootstrap-servers a:1 --from 1 --aggregate a",
                "log show --log x --bootstrap-servers a:1 --at yesterday",
                "log show --log x --bootstrap-servers a:1 --from -1",
                "log describe --log x --properties no-such-file",
                "log verify --log x --bootstrap-servers a:1 --scratch",
                "log export --log x --bootstrap-servers a:1",
                "log import --log x --bootstrap-servers a:1",
                "index rebuild --log x --bootstrap-servers a:1",
                "index backup --index x",
                "index restore x --index y",
                "nonsense"
            })
    void a_call_that_can_not_be_gets_one_line_and_exit_code_2(String call) {
        CalledMyelin called = CalledMyelin.with(call.split(" "));

        assertThat(called.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(called.err().lines()).singleElement().asString().startsWith("myelin: ");
        assertThat(called.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-h",
                "log -h",
                "log describe -h",
                "log show -h",
                "log verify -h",
                "log export -h",
                "log import -h",
                "index -h",
                "index rebuild -h",
                "index backup -h",
                "index restore -h"
            })
    void every_command_has_a_help(String call) {
        CalledMyelin called = CalledMyelin.with(call.split(" "));

        assertThat(called.exitCode()).isZero();
        assertThat(called.out()).contains("Usage: myelin").contains("--help");
    }

    @Test
    void a_log_that_is_not_there_is_said_in_one_line() {
        CalledMyelin called = CalledMyelin.on("no-such-log", "log", "describe");

        assertThat(called.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(called.err().lines())
                .singleElement()
                .asString()
                .startsWith("myelin: There is no topic 'no-such-log' on the brokers at 127.0.0.1:");
    }

    @Test
    void a_client_property_that_the_store_needs_for_itself_is_refused() throws IOException {
        Path properties = Files.writeString(directory.resolve("client.properties"), "group.id=tools\n");

        CalledMyelin called = CalledMyelin.on("any", "log", "describe", "--properties", properties.toString());

        assertThat(called.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(called.err()).contains("'group.id'");
    }

    @Test
    void the_brokers_may_stand_in_the_properties_file() throws IOException {
        Path properties = Files.writeString(
                directory.resolve("client.properties"),
                "bootstrap.servers=" + SharedEmbeddedKafka.bootstrapServers() + "\n");

        CalledMyelin called =
                CalledMyelin.with("log", "describe", "--log", "no-such-log", "--properties", properties.toString());

        assertThat(called.err()).contains("There is no topic 'no-such-log'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"hunter2\"",
                "sasl.jaas.config=hunter2",
                "ssl.keystore.type=PEM\nssl.keystore.key=hunter2",
                "ssl.truststore.location=/nowhere\nssl.truststore.password=hunter2"
            })
    void no_secret_is_shown_when_the_clients_can_not_be_made(String properties) throws IOException {
        Path file = Files.writeString(
                directory.resolve("client.properties"),
                "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n" + properties + "\n");

        CalledMyelin called = CalledMyelin.on("any", "log", "describe", "--properties", file.toString());

        assertThat(called.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(called.err() + called.out() + called.progress()).doesNotContain("hunter2");
        assertThat(called.err().lines()).hasSize(1);
    }
}
