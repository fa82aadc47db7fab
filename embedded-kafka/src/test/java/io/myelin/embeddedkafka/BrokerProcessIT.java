package io.myelin.embeddedkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BrokerProcessIT {

    @TempDir
    private Path directory;

    @Test
    void a_broker_on_the_data_of_a_killed_one_has_every_acknowledged_record() throws Exception {
        int last;
        try (BrokerProcess process = BrokerProcess.on(directory)) {
            int seen = process.awaitAcknowledged(1_000);
            last = Math.max(seen, process.kill());
        }

        try (EmbeddedKafka kafka = broker().start()) {
            List<String> acknowledged =
                    IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
            assertThat(Records.read(kafka.bootstrapServers(), BrokerProcess.TOPIC))
                    .startsWith(acknowledged.toArray(String[]::new))
                    .hasSizeLessThanOrEqualTo(acknowledged.size() + 1);
        }
    }

    @Test
    void a_directory_in_use_by_another_process_is_refused_with_its_id() throws Exception {
        try (BrokerProcess process = BrokerProcess.on(directory)) {
            process.awaitAcknowledged(1);

            assertThatThrownBy(() -> broker().start())
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining("process " + process.pid())
                    .hasMessageContaining(directory.toRealPath().toString());

            process.awaitAcknowledged(10);
        }
    }

    private EmbeddedKafka broker() {
        return EmbeddedKafka.builder().dataDirectory(directory).build();
    }
}
