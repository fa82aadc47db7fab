package io.myelin.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FingerprintTest {

    @Test
    void one_defect_keeps_its_fingerprint_whatever_the_event() {
        assertThat(Fingerprint.of(failingOn("order 1"))).isEqualTo(Fingerprint.of(failingOn("order 2")));
    }

    @Test
    void class_sql_state_and_place_each_make_a_difference() {
        Fingerprint one = Fingerprint.of(failingOn("order 1"));

        assertThat(one)
                .isNotEqualTo(Fingerprint.of(new IllegalStateException(failingOn("order 1"))))
                .isNotEqualTo(Fingerprint.of(at("23503", "com.shop.Projection", "on", 1)))
                .isNotEqualTo(Fingerprint.of(at("23505", "com.shop.Projection", "off", 1)));
    }

    @Test
    void line_numbers_lambda_numbers_and_callers_outside_the_application_make_none() {
        assertThat(Fingerprint.of(at("23505", "com.shop.Projection", "lambda$on$3", 10)))
                .isEqualTo(Fingerprint.of(at("23505", "com.shop.Projection", "lambda$on$4", 77)));
    }

    @Test
    void what_is_no_fingerprint_is_refused() {
        assertThatThrownBy(() -> new Fingerprint("all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 characters of 0-9 and a-f, was 'all'");
    }

    private static SQLException failingOn(String event) {
        return at("23505", "com.shop.Projection", "on", event.hashCode());
    }

    private static SQLException at(String sqlState, String type, String method, int line) {
        SQLException failure = new SQLException("duplicate key " + line, sqlState);
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.postgresql.jdbc.PgStatement", "execute" + line, "PgStatement.java", line),
            new StackTraceElement(type, method, "Projection.java", line),
            new StackTraceElement("java.lang.reflect.Method", "invoke", "Method.java", line)
        });
        return failure;
    }
}
