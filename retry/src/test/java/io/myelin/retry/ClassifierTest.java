package io.myelin.retry;

import static io.myelin.retry.FailureCategory.CONTENTION;
import static io.myelin.retry.FailureCategory.DEPLOY;
import static io.myelin.retry.FailureCategory.INFRA;
import static io.myelin.retry.FailureCategory.PERMANENT;
import static io.myelin.retry.FailureCategory.TIMEOUT;
import static io.myelin.retry.FailureCategory.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClassifierTest {

    private final Classifier classifier = Classifier.builtIn();

    @ParameterizedTest
    @CsvSource({
        "40001, CONTENTION",
        "40P01, CONTENTION",
        "55P03, CONTENTION",
        "HYT00, CONTENTION",
        "08006, INFRA",
        "53300, INFRA",
        "53100, INFRA",
        "57P01, INFRA",
        "25006, INFRA",
        "90067, INFRA",
        "90121, INFRA",
        "42P01, DEPLOY",
        "42703, DEPLOY",
        "42S02, DEPLOY",
        "42S22, DEPLOY",
        "57014, TIMEOUT",
        "22001, PERMANENT",
        "22012, PERMANENT",
        "23502, PERMANENT",
        "23514, PERMANENT",
        "428C9, PERMANENT",
        "23505, UNKNOWN",
        "23503, UNKNOWN",
        "25P02, UNKNOWN",
        "P0001, UNKNOWN"
    })
    void an_sql_state_tells_the_category(String sqlState, FailureCategory category) {
        SQLException failure = new SQLException("told by its state", sqlState);

        assertThat(classifier.categoryOf(failure)).isEqualTo(category);
        assertThat(classifier.categoryOf(new IllegalStateException(new RuntimeException(failure))))
                .isEqualTo(category);
    }

    @ParameterizedTest
    @MethodSource
    void an_exception_class_tells_the_category(Throwable failure, FailureCategory category) {
        assertThat(classifier.categoryOf(failure)).isEqualTo(category);
    }

    static Stream<Arguments> an_exception_class_tells_the_category() {
        return Stream.of(
                Arguments.of(new ConnectException(), INFRA),
                Arguments.of(new UnknownHostException(), INFRA),
                Arguments.of(new SocketTimeoutException(), INFRA),
                Arguments.of(new SQLTransientConnectionException("Connection is not available"), INFRA),
                Arguments.of(new NoClassDefFoundError(), DEPLOY),
                Arguments.of(new TimeoutException(), TIMEOUT),
                Arguments.of(new SerializationException("unknown event name"), PERMANENT),
                Arguments.of(new ClassCastException(), PERMANENT),
                Arguments.of(new IllegalArgumentException(), PERMANENT),
                Arguments.of(new Hopeless(), PERMANENT),
                Arguments.of(new NullPointerException(), UNKNOWN),
                Arguments.of(new AssertionError(), UNKNOWN));
    }

    @Test
    void a_deadlock_stays_contention_inside_an_exception_that_looks_permanent() {
        Exception failure = new IllegalArgumentException("order 7", new SQLException("deadlock", "40P01"));

        assertThat(classifier.categoryOf(failure)).isEqualTo(CONTENTION);
    }

    @Test
    void the_next_exception_of_a_batch_is_looked_at_too() {
        BatchUpdateException batch = new BatchUpdateException();
        batch.setNextException(new SQLException("serialization failure", "40001"));

        assertThat(classifier.categoryOf(new IllegalStateException(batch))).isEqualTo(CONTENTION);
    }

    @Test
    void an_applications_rule_comes_before_the_built_in_ones_and_the_first_of_them_wins() {
        Classifier own =
                classifier.with(UNKNOWN, IllegalArgumentException.class).with(INFRA, IllegalArgumentException.class);

        assertThat(own.categoryOf(new IllegalArgumentException())).isEqualTo(UNKNOWN);
        assertThat(classifier.categoryOf(new IllegalArgumentException())).isEqualTo(PERMANENT);
    }

    @Test
    void a_rule_that_fails_itself_counts_as_no_match() {
        Classifier own = classifier.with(INFRA, cause -> {
            throw new IllegalStateException("broken rule");
        });

        assertThat(own.categoryOf(new ClassCastException())).isEqualTo(PERMANENT);
    }

    /** An application's exception. */
    private static final class Hopeless extends RuntimeException implements NonRetryable {
        private static final long serialVersionUID = 1L;
    }
}
