package io.myelin.handlers.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InterruptsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:test",
                "jdbc:h2:tcp://localhost/~/test",
                "jdbc:h2:async:/data/db",
                "jdbc:h2:file:async:/data/db",
                "jdbc:postgresql://db/orders"
            })
    void threads_may_be_interrupted_where_they_read_no_file(String url) {
        assertThat(Interrupts.areSafeOn(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:/data/db",
                "JDBC:H2:/data/db",
                "jdbc:h2:~/db",
                "jdbc:h2:./mem/db",
                "jdbc:h2:nio:/data/db",
                "jdbc:hsqldb:file:db",
                "jdbc:sqlite:db"
            })
    void threads_that_read_a_file_may_not(String url) {
        assertThat(Interrupts.areSafeOn(url)).isFalse();
    }
}
